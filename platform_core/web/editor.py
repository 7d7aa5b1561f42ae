"""The field for longer texts: Markdown with a small toolbar, a help sheet and pictures that say what they show.

A form that uses it includes `web/preview.html` for the preview and names its
page's script `editor.js`; without scripts the text area and the preview remain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from platform_core.contributions.text import PICTURE, pictures_in
from platform_core.web.forms import CleanCharField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from platform_core.files.models import Attachment


class MarkdownWidget(forms.Textarea):
    """A text area with a toolbar, which scripts make visible."""

    template_name = "web/editor.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 16, "data-editor-text": "", **(attrs or {})})


class MarkdownField(CleanCharField):
    """A text in Markdown."""

    widget = MarkdownWidget


def refuse_missing_pictures(body: str, files: Iterable[Attachment]) -> None:
    """Raises ValidationError for references to pictures that are not here."""
    here = {f"{PICTURE}{file.short_key}" for file in files if file.is_picture}
    for address, _alt in pictures_in(body):
        if address not in here:
            message = _("The text shows a picture that does not hang on it: %(address)s. Please upload it below.")
            raise ValidationError(message % {"address": address})


def silent_pictures(body: str, files: Iterable[Attachment]) -> list[Attachment]:
    """The pictures of which nobody says what is to be seen: neither beside them nor in the text."""
    told = {address for address, alt in pictures_in(body) if alt.strip()}
    return [
        each for each in files if each.is_picture and not each.alt.strip() and f"{PICTURE}{each.short_key}" not in told
    ]


def refuse_silent_pictures(body: str, files: Iterable[Attachment]) -> None:
    """Raises ValidationError for pictures without a description, and for references to pictures that are not here."""
    here = list(files)
    refuse_missing_pictures(body, here)
    for picture in silent_pictures(body, here):
        message = _("Please say what is to be seen in the picture %(name)s, for people who cannot see it.")
        raise ValidationError(message % {"name": picture.name})
