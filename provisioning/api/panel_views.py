"""Accesses to the API: those there are, a new one, and the end of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from platform_core.place import absolute
from provisioning.api.forms import AccessForm
from provisioning.api.models import Token
from provisioning.api.tokens import make_token, revoke_token
from provisioning.control_panel.guard import panel_view

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from provisioning.control_panel.guard import Desk, DeskRequest


def tokens_of(desk: Desk) -> QuerySet[Token]:
    """The accesses that somebody may see: those of their agencies, for operators all."""
    here = Token.objects.select_related("agency", "made_by")
    return here if desk.is_operator else here.filter(agency__in=desk.agencies)


@panel_view
@require_http_methods(["GET", "POST"])
def accesses(request: DeskRequest) -> HttpResponse:
    """All accesses; a POST makes one, and this one answer shows its secret."""
    form = AccessForm(request.POST or None, desk=request.desk)
    context: dict[str, Any] = {"form": form, "api_url": absolute(f"api.{settings.DOMAIN}")}
    if request.method == "POST" and form.is_valid():
        context["token"], context["secret"] = make_token(**form.wish(), by=request.desk.person)
        context["form"] = AccessForm(desk=request.desk)
    context["tokens"] = tokens_of(request.desk)
    response = render(request, "api/accesses.html", context, status=422 if form.errors else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


@panel_view
@require_POST
def revoke(request: DeskRequest, key: UUID) -> HttpResponse:
    """End an access for good."""
    token = get_object_or_404(tokens_of(request.desk), pk=key)
    revoke_token(token)
    messages.success(
        request, _("“%(name)s” is revoked. Programs with it are refused from now on.") % {"name": token.name}
    )
    return redirect("api:accesses")
