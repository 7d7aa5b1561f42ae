"""Wishes in the panel: operators see all, agencies their own and those of the Kreise they work in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from platform_core import registry
from platform_core.refusal import Refusal
from provisioning.control_panel.guard import panel_view
from provisioning.wishes import actions
from provisioning.wishes.models import Wish, WishState
from provisioning.wishes.needs import needs_of
from tenants.models import Agency

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from provisioning.control_panel.guard import Desk, DeskRequest

PER_PAGE = 25


def wishes_for(desk: Desk) -> QuerySet[Wish]:
    """The wishes that somebody at work may see."""
    return Wish.objects.shown_to(None if desk.is_operator else desk.agencies)


def wish_for(desk: Desk, key: UUID) -> Wish:
    """One of them. Raises Http404 for any other, whether it exists or not."""
    return get_object_or_404(wishes_for(desk), pk=key)


@panel_view
@require_safe
def wishes(request: DeskRequest) -> HttpResponse:
    """Open ones first, or those that are decided."""
    seen = wishes_for(request.desk)
    is_decided = request.GET.get("zeige") == "entschieden"
    found = seen.exclude(state=WishState.CONFIRMED) if is_decided else seen.filter(state=WishState.CONFIRMED)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    counts = {"open": seen.filter(state=WishState.CONFIRMED).count()}
    return render(request, "wishes/list.html", {"page": page, "is_decided": is_decided, "counts": counts})


@panel_view
@require_safe
def wish(request: DeskRequest, key: UUID) -> HttpResponse:
    """What was asked for, what it still needs, and the decision."""
    return _page(request, wish_for(request.desk, key))


def _page(request: DeskRequest, found: Wish, problem: Refusal | None = None) -> HttpResponse:
    titles = [module.title for name, module in registry.modules().items() if name in found.modules]
    context: dict[str, Any] = {"wish": found, "needs": needs_of(found), "titles": titles, "problem": problem}
    context |= {"agencies": request.desk.agencies, "others": Agency.objects.order_by("name")}
    context["order_url"] = order_url(found)
    return render(request, "wishes/wish.html", context, status=problem.status if problem else 200)


def order_url(wish: Wish) -> str:
    """Where the order of an accepted wish goes on; empty without one."""
    try:
        return reverse("orders:blueprint", args=[wish.order_key]) if wish.order_key else ""
    except NoReverseMatch:
        return ""


@panel_view
@require_POST
def accept(request: DeskRequest, key: UUID) -> HttpResponse:
    """Take it on for one of one's agencies, and go on in the wizard."""
    found = wish_for(request.desk, key)
    agency = request.desk.agency(request.POST.get("agentur", "")[:63].replace("\0", ""))
    try:
        found = actions.accept(found, agency=agency)
    except Refusal as refused:
        return _page(request, found, refused)
    messages.success(request, _("Accepted. Whoever asked gets a mail."))
    return redirect(order_url(found) or reverse("wishes:wish", args=[key]))


@panel_view
@require_POST
def decline(request: DeskRequest, key: UUID) -> HttpResponse:
    """Say no, with a reason."""
    found = wish_for(request.desk, key)
    try:
        actions.decline(found, reason=request.POST.get("grund", "")[:2000].replace("\0", ""))
    except Refusal as refused:
        return _page(request, found, refused)
    messages.success(request, _("Declined. Whoever asked gets a mail with the reason."))
    return redirect("wishes:list")


@panel_view
@require_POST
def hand_on(request: DeskRequest, key: UUID) -> HttpResponse:
    """Let another agency decide."""
    found = wish_for(request.desk, key)
    to = Agency.objects.filter(slug=request.POST.get("agentur", "")[:63].replace("\0", "")).first()
    if to is None:
        return _page(request, found, Refusal(_("Choose the agency that should decide.")))
    try:
        actions.hand_to(found, agency=to)
    except Refusal as refused:
        return _page(request, found, refused)
    messages.success(request, _("%(agency)s decides now.") % {"agency": to.name})
    return redirect("wishes:list")
