"""The wizard "New places": each step loads the draft, keeps what was chosen, and goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platform_core.refusal import Refusal
from provisioning.control_panel.guard import panel_view
from provisioning.orders import actions, addresses, choosing, sets
from provisioning.orders.looks import LookDraft
from provisioning.orders.models import State
from provisioning.orders.planned import planned
from provisioning.orders.table import NoTable, read_table
from provisioning.orders.wizard import after, context_for, order_for, orders_for
from provisioning.regions.reader import RegionFileError
from provisioning.regions.writer import toml_of
from provisioning.steps import OrderRefused

if TYPE_CHECKING:
    from uuid import UUID

    from provisioning.control_panel.guard import DeskRequest
    from provisioning.orders.models import Order

CANNOT = (Refusal, OrderRefused, RegionFileError)


@panel_view
@require_http_methods(["GET", "POST"])
def new(request: DeskRequest) -> HttpResponse:
    """Begin an order, or go on with a draft."""
    if request.method == "POST":
        agency = request.desk.agency(request.POST.get("agency", "")[:63].replace("\x00", ""))
        return redirect("orders:choose", actions.start_draft(agency=agency).pk)
    drafts = orders_for(request.desk).filter(state=State.DRAFT).order_by("-changed_at")[:20]
    agencies = list(request.desk.agencies)
    return render(request, "orders/new.html", {"drafts": drafts, "agencies": agencies})


@panel_view
@require_http_methods(["GET", "POST"])
def choose(request: DeskRequest, key: UUID) -> HttpResponse:
    """Tick places, a whole Kreis, or take some out again; htmx gets the two lists alone."""
    order, problem = order_for(request.desk, key), ""
    if request.method == "POST":
        try:
            order = _choose(request, order)
        except Refusal as refusal:
            problem = str(refusal)
        if "next" in request.POST and order.answers.get("places") and not problem:
            return redirect(after("choose"), order.pk)
        if not request.htmx and not problem:
            return redirect(f"{request.path}?{_search(request)}")
        if "next" in request.POST:
            problem = problem or _("Choose at least one place.")
    template = "orders/choose.html#pick" if request.htmx else "orders/choose.html"
    return render(request, template, _choosing(request, order, problem), status=422 if problem else 200)


def _choose(request: DeskRequest, order: Order) -> Order:
    given = request.POST
    if drop := given.get("drop"):
        places = [] if drop == "all" else choosing.changed(order, drop=[drop])
    else:
        lists = (_plain(given.getlist(name)) for name in ("shown", "on", "portal"))
        shown, ticks, portals = lists
        places = choosing.ticked(order, shown=shown, ticks=ticks, portals=portals)
    step = 2 if "next" in given and places else 1
    return actions.answer(order, answers={"places": places}, step=step)


def _plain(keys: list[str]) -> list[str]:
    return [key.replace("\x00", "")[:200] for key in keys[:1000]]


def _search(request: DeskRequest) -> str:
    given = (request.POST if request.method == "POST" else request.GET).copy()
    for name in set(given) - {"q", "open"}:
        del given[name]
    return given.urlencode()


def _choosing(request: DeskRequest, order: Order, problem: str) -> dict[str, Any]:
    given = request.POST if request.method == "POST" else request.GET
    words = given.get("q", "").replace("\x00", "")[: choosing.MOST_WORDS]
    opened = given.get("open", "")[:200]
    found = choosing.found_for(order, words, opened)
    there = choosing.there_already(order.agency, order.answers) if order.agency else []
    more = {"words": words, "opened": opened, "found": found, "there": there, "problem": problem}
    return context_for(order, "choose", report=order.answers.get("report"), **more)


@panel_view
@require_POST
def upload(request: DeskRequest, key: UUID) -> HttpResponse:
    """Take places over from a table; what could not be taken over is listed with its line."""
    order, file = order_for(request.desk, key), request.FILES.get("table")
    try:
        report = read_table(file.read() if file else b"", agency=actions.agency_of(order).pk)
        actions.add_table(order, name=(file and file.name) or "", report=report)
    except (NoTable, Refusal) as problem:
        messages.error(request, str(problem))
    return redirect("orders:choose", order.pk)


@panel_view
@require_http_methods(["GET", "POST"])
def blueprint(request: DeskRequest, key: UUID) -> HttpResponse:
    """Choose what the places begin with."""
    order = order_for(request.desk, key)
    cards = sets.cards(order)
    if request.method == "POST":
        name = request.POST.get("blueprint", "")
        if name in {card.name for card in cards}:
            actions.answer(order, answers={"blueprint": name}, step=3)
            return redirect(after("blueprint"), order.pk)
        messages.error(request, _("Choose one of the blueprints."))
    return render(request, "orders/blueprint.html", context_for(order, "blueprint", cards=cards))


@panel_view
@require_http_methods(["GET", "POST"])
def look(request: DeskRequest, key: UUID) -> HttpResponse:
    """Choose colours, from a picture of the arms if one likes, with a preview."""
    order = order_for(request.desk, key)
    draft = LookDraft.of(request, order.answers)
    if request.method == "POST" and "next" in request.POST and draft.form.is_valid() and not draft.problem:
        actions.answer(order, answers=draft.answers, step=4)
        return redirect(after("look"), order.pk)
    failed = bool(draft.problem) or ("next" in request.POST and not draft.form.is_valid())
    template = "orders/look.html#shown" if request.htmx else "orders/look.html"
    return render(request, template, context_for(order, "look", **draft.context(order)), status=422 if failed else 200)


@panel_view
@require_http_methods(["GET", "POST"])
def address_list(request: DeskRequest, key: UUID) -> HttpResponse:
    """Look at the suggested addresses, change them, say who is invited."""
    order = order_for(request.desk, key)
    if request.method == "POST":
        order = actions.answer(order, answers={"places": addresses.typed(order.answers, request.POST.dict())}, step=4)
    rows = addresses.rows_of(actions.agency_of(order), order.answers)
    wrong = [row for row in rows if not row.is_good]
    if "next" in request.POST and not wrong:
        actions.answer(order, answers={"places": sets.with_slugs(order.answers, rows)}, step=5)
        return redirect(after("addresses"), order.pk)
    context = context_for(order, "addresses", rows=rows, wrong=wrong if request.method == "POST" else [])
    return render(request, "orders/addresses.html", context, status=422 if "next" in request.POST else 200)


@panel_view
@require_http_methods(["GET", "POST"])
def plan(request: DeskRequest, key: UUID) -> HttpResponse:
    """See what would happen; then have it done."""
    order, problem = order_for(request.desk, key), ""
    if request.method == "POST":
        try:
            return redirect("orders:order", actions.submit(order).pk)
        except CANNOT as refused:
            problem = str(refused)
    if not order.is_draft:
        return redirect("orders:order", order.pk)
    context = context_for(order, "plan", **planned(order, problem))
    return render(request, "orders/plan.html", context, status=409 if problem else 200)


@panel_view
@require_safe
def file(request: DeskRequest, key: UUID) -> HttpResponse:
    """The order as a region file, for `baukasten plan` and `baukasten apply`."""
    order = order_for(request.desk, key)
    text = toml_of(order.wanted, f"# {order}\n") if order.wanted else ""
    name = slugify(str(order)) or "auftrag"
    headers = {"Content-Disposition": f'attachment; filename="{name[:60]}.toml"'}
    return HttpResponse(text, content_type="application/toml; charset=utf-8", headers=headers)


@panel_view
@require_POST
def discard(request: DeskRequest, key: UUID) -> HttpResponse:
    """Throw a draft away."""
    order = order_for(request.desk, key)
    try:
        actions.discard(order)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("orders:new")
