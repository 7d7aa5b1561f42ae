"""Handing an export to the body that answers for a place: by a link in a mail, once, within a day."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from platform_core.accounts.models import Person
from platform_core.accounts.roles import Role
from platform_core.jobs.mail import queue_mail
from platform_core.place import WITHOUT_TABLES, absolute
from platform_core.refusal import Refusal
from platform_core.scope import place_scope, platform_scope
from provisioning.lifecycle import module_exports
from provisioning.lifecycle.export import folder
from provisioning.lifecycle.models import LINK_HOURS, Export
from provisioning.lifecycle.states import fresh, write_down
from provisioning.lifecycle.who import check_may_care_for
from tenants.addresses import place_of

if TYPE_CHECKING:
    from django.http import HttpResponseBase

    from platform_core.web.request import Request
    from tenants.models import Tenant


class NotDeliverable(Refusal):
    """There is nobody to send the link to, or nothing to send."""


def receivers(tenant: Tenant) -> list[str]:
    """The place's admins and the address of its responsible body. Nobody else may have what it holds."""
    with platform_scope():
        place, body = place_of(tenant), tenant.body.email
    found: list[str] = []
    if tenant.state not in WITHOUT_TABLES:
        with place_scope(place):
            admins = Person.objects.filter(held_roles__role=Role.ADMIN, is_active=True).order_by("email")
            found = [*admins.values_list("email", flat=True)]
    return list(dict.fromkeys([*found, *([body.lower()] if body else [])]))


def send_link(export: Export, *, by: Person | None = None) -> int:
    """Mail a new link to those who may have the export; the link of before is void. The number of mails.

    Raises NotDeliverable and NotAllowed.
    """
    tenant = fresh(export.tenant_id)
    check_may_care_for(by, tenant)
    if export.made_at is None or not (folder() / export.file).exists():
        raise NotDeliverable(
            _("The file of this export is gone, and what was in the module cannot be exported again.")
            if export.module
            else _("This export is not there any more. Have a new one made.")
        )
    people = receivers(tenant)
    if not people:
        raise NotDeliverable(
            _("%(place)s has no admin, and its responsible body no e-mail address. Enter one first.")
            % {"place": tenant.name}
        )
    token = secrets.token_urlsafe(32)
    with platform_scope(), transaction.atomic():
        until = timezone.now() + timedelta(hours=LINK_HOURS)
        Export.objects.filter(pk=export.pk).update(link=_hashed(token), link_until=until, fetched_at=None)
        for address in people:
            _mail(address, tenant, export, token)
        write_down(tenant, "export.linked", after={**_which(export), "addresses": len(people)})
    return len(people)


def _which(export: Export) -> dict[str, str]:
    """For the log: which export is meant."""
    return {"sha256": export.sha256} | ({"module": export.module} if export.module else {})


def _mail(address: str, tenant: Tenant, export: Export, token: str) -> None:
    path = reverse("life:export", args=[token], urlconf="platform_core.urls.platform")
    with translation.override(tenant.language):
        names = {"place": tenant.name, "link": absolute(settings.DOMAIN).rstrip("/") + path, "hours": LINK_HOURS}
        subject, text = _about_module(export) if export.module else _about_place()
        queue_mail(to=address, subject=subject % names, text=text % names)


def _about_place() -> tuple[str, str]:
    return _("Export of all data of %(place)s"), _(
        "Good day,\n\nthe export of all data of %(place)s is ready. It holds everything, private things too: "
        "please keep it as carefully as the place itself.\n\n%(link)s\n\n"
        "The link works once and for %(hours)s hours. Everybody who answers for %(place)s got it; "
        "whoever comes first fetches the file for all.\n"
    )


def _about_module(export: Export) -> tuple[str, str]:
    until = date_format(localtime(export.kept_until), "DATE_FORMAT")
    names = {"module": module_exports.title_of(export), "until": until}
    told = {key: value.replace("%", "%%") for key, value in names.items()}
    told |= {key: f"%({key})s" for key in ("place", "link", "hours")}
    return _("Export of “%(module)s” of %(place)s") % told, _(
        "Good day,\n\n“%(module)s” was removed from %(place)s. Everything that people wrote there lies in an export, "
        "private things too: please keep it as carefully as the place itself.\n\n%(link)s\n\n"
        "The link works once and for %(hours)s hours. Everybody who answers for %(place)s got it; "
        "whoever comes first fetches the file for all. On %(until)s the export is deleted. Until then those who look "
        "after your place can send you a new link.\n"
    ) % told


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def by_link(token: str) -> Export:
    """The export of a link that still works. Raises Http404."""
    with platform_scope():
        found = Export.objects.filter(link=_hashed(token), fetched_at=None, link_until__gt=timezone.now())
        export = found.select_related("tenant").first()
    if export is None or not (folder() / export.file).exists():
        raise Http404
    return export


@never_cache
@require_http_methods(["GET", "POST"])
def export(request: Request, token: str) -> HttpResponseBase:
    """What the link leads to: a page with a button, so that no mail program uses it up by looking; then the file."""
    found = by_link(token)
    if request.method == "POST":
        return fetched(found)
    context = {"export": found, "name": found.tenant.name, "module": module_exports.title_of(found)}
    return render(request, "lifecycle/export.html", context)


def fetched(export: Export) -> HttpResponseBase:
    """The file, for the first who comes."""
    with platform_scope(), transaction.atomic():
        if not Export.objects.filter(pk=export.pk, fetched_at=None).update(fetched_at=timezone.now(), link=""):
            return HttpResponse(status=410)
        write_down(export.tenant, "export.fetched", after=_which(export))
    parts = [export.tenant.slug, export.module, f"{export.asked_at:%Y-%m-%d}"]
    name = f"{'-'.join(part for part in parts if part)}.zip"
    return FileResponse((folder() / export.file).open("rb"), as_attachment=True, filename=name)


def sweep() -> int:
    """Remove files of exports whose link is over for a day, except the last one before an erasure; how many."""
    from provisioning.lifecycle.models import Erasure

    gone = 0
    limit = timezone.now() - timedelta(hours=LINK_HOURS)
    with platform_scope():
        kept = Erasure.objects.exclude(backups_until__lt=timezone.localdate()).exclude(export=None)
        old = Export.objects.of_places().exclude(file="").filter(made_at__lt=limit).exclude(link_until__gt=limit)
        for each in old.exclude(pk__in=kept.values("export")):
            (folder() / each.file).unlink(missing_ok=True)
            Export.objects.filter(pk=each.pk).update(file="", link="")
            gone += 1
        known = set(Export.objects.exclude(file="").values_list("file", flat=True))
    for stray in folder().glob("*.zip*"):
        if stray.name not in known and timezone.now().timestamp() - stray.stat().st_mtime > LINK_HOURS * 3600:
            stray.unlink(missing_ok=True)
            gone += 1
    return gone + module_exports.sweep()
