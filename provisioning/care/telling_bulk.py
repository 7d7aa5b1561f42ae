"""Announcing something in many chosen places at once, from the list of places."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from platform_core.scope import platform_scope
from platform_core.web.forms import CleanCharField
from provisioning.care.models import Announcement, Audience, Tone
from provisioning.care.telling import Reach, announce
from provisioning.control_panel.bulk import Bulk, register

if TYPE_CHECKING:
    from provisioning.control_panel.bulk import Cleaned
    from tenants.models import Tenant

LONGEST_DAYS = 90


class ChooseAnnouncement(forms.Form):
    """What is announced, to whom, and for how long."""

    text = CleanCharField(
        label=gettext_lazy("What shall people read?"), max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )
    audience = forms.ChoiceField(label=gettext_lazy("Who reads it?"), choices=Audience.choices, initial=Audience.ADMINS)
    tone = forms.ChoiceField(label=gettext_lazy("How urgent is it?"), choices=Tone.choices, initial=Tone.INFO)
    days = forms.IntegerField(label=gettext_lazy("For how many days?"), min_value=1, max_value=LONGEST_DAYS, initial=7)


def dry_run(tenant: Tenant, choice: Cleaned) -> str:
    """What its pages would say; nothing when they say it already."""
    if _says_it(tenant, choice):
        return ""
    said = ngettext("Its pages say so for %(days)d day.", "Its pages say so for %(days)d days.", choice["days"])
    return said % {"days": choice["days"]}


def act(tenant: Tenant, choice: Cleaned) -> str:
    """Announce it in this place; a second time changes nothing."""
    if not _says_it(tenant, choice):
        announce(
            reach=Reach(tenants=[tenant], owner=tenant.agency),
            text=choice["text"],
            audience=choice["audience"],
            tone=choice["tone"],
            ends_at=timezone.now() + timedelta(days=choice["days"]),
        )
    return _("Its pages say so.")


def _says_it(tenant: Tenant, choice: Cleaned) -> bool:
    with platform_scope():
        told = Announcement.objects.filter(tenants=tenant, text=choice["text"].strip(), audience=choice["audience"])
        return told.filter(ended_at=None, ends_at__gt=timezone.now()).exists()


def register_all() -> None:
    register(Bulk("announce", gettext_lazy("Announce"), "bell", dry_run, act, choose=ChooseAnnouncement))
