"""Exports of removed modules in the panel: that they are there, and for how long. Their content goes by mail only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from platform_core.refusal import Refusal
from provisioning.control_panel.guard import panel_view
from provisioning.lifecycle import delivery, module_exports

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from platform_core.accounts.models import Person
    from provisioning.control_panel.guard import DeskRequest
    from provisioning.lifecycle.models import Export


@panel_view
@require_POST
def module_export(request: DeskRequest, slug: str, key: UUID) -> HttpResponse:
    """Send its link to those who answer for the place, or delete it before its time."""
    tenant = request.desk.tenant(slug)
    found = module_exports.kept_of(tenant).filter(pk=key).first()
    act = ACTS.get(request.POST.get("act", ""))
    if found is None or act is None:
        raise Http404
    try:
        messages.success(request, act(found, request.desk.person))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("blueprints:modules", slug)


def _link(export: Export, by: Person) -> str:
    count = delivery.send_link(export, by=by)
    said = ngettext(
        "A link went to %(count)s address. If there was one before, it is void.",
        "A link went to %(count)s addresses. If there was one before, it is void.",
        count,
    )
    return said % {"count": count}


def _delete(export: Export, by: Person) -> str:
    module_exports.delete(export, by=by)
    return _("The export of “%(module)s” is deleted.") % {"module": module_exports.title_of(export)}


ACTS = {"link": _link, "delete": _delete}
