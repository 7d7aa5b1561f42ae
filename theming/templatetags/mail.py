"""`{% load mail %}`: the styles of mails, for templates of every room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from theming.mail import face_of, sheet
from theming.stylesheet import look_of

if TYPE_CHECKING:
    from django.template import Context

register = template.Library()

#: Keeps mail programs from filling the preview with the first words of the mail.
FILLER = "&#8203;&zwnj;&nbsp;" * 40


@register.simple_tag(takes_context=True)
def css(context: Context, name: str) -> SafeString:
    """The style of an element in the colours of the place, and the class by which dark mode reaches it."""
    return format_html(' class="m-{}" style="{}"', name, face_of(context.get("place"))[name])


@register.simple_tag(takes_context=True)
def mail_sheet(context: Context) -> SafeString:
    """What mail programs that read it need for dark mode and small screens."""
    rules = mark_safe(sheet(look_of(context.get("place"))))  # noqa: S308 -- our own, with checked colours
    return format_html("<style>{}</style>", rules)


@register.simple_tag
def mail_filler() -> SafeString:
    return mark_safe(FILLER)  # noqa: S308 -- our own


@register.filter
def first_letter(name: object) -> str:
    """The letter of a place in its arms."""
    return next((sign.upper() for sign in str(name) if sign.isalpha()), "B")
