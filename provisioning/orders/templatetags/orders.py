"""Words and pictures of the wizard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from platform_core.place import Look
from theming.faces import scenery

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from provisioning.orders.models import Order

register = template.Library()

#: What people call the steps of provisioning.
STEP_WORDS = {
    "row": _("Entry"),
    "schema": _("Role and schema"),
    "address": _("Address"),
    "tables": _("Tables"),
    "home": _("Home page"),
    "invitation": _("Invitation"),
    "content": _("Content"),
}


@register.simple_tag
def step_name(name: str) -> str:
    """A step in words; unknown ones as they are."""
    return str(STEP_WORDS.get(name, name))


@register.simple_tag
def step_url(name: str, order: Order) -> str:
    """The address of a step of this order."""
    return reverse(f"orders:{name}", args=[order.pk])


@register.simple_tag
def land_of(kind: str) -> SafeString:
    """A drawn landscape of this kind."""
    return scenery(None, Look(landscape=kind), quiet=False, css="")


@register.simple_tag
def platform_domain() -> str:
    """What stands behind the name of a place in its address."""
    return str(settings.DOMAIN)
