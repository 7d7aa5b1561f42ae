"""The home page of a place: quick actions, and the blocks of its modules as the place arranged them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from platform_core import registry
from platform_core.accounts.models import Person
from platform_core.accounts.roles import Role
from platform_core.desk.entries import first_steps
from platform_core.desk.guard import is_admin, staff_only
from platform_core.options.forms import OptionsForm, options_of, store_options
from platform_core.place import PlaceKind, directory
from platform_core.scope import current_place

if TYPE_CHECKING:
    from platform_core.contract import HomeBlock
    from platform_core.web.request import Request

COLUMNS = ("top", "main", "side")
STAY = "portal"  # in the address of a portal: show it, although the visitor has a place of their own


class HomeArrangement(OptionsForm):
    """The blocks in their order, those that are not shown, and those moved; blocks are named by their template."""

    name: ClassVar[str] = "startseite"
    title: ClassVar[Any] = gettext_lazy("Home page")

    order = forms.JSONField(initial=list)
    off = forms.JSONField(initial=list)
    columns = forms.JSONField(initial=dict)  # template → "main" or "side", where it is not the module's own


def arranged() -> tuple[list[HomeBlock], set[str]]:
    """The blocks of the place's modules in their order and columns, and the templates of those that are off."""
    stored = options_of(HomeArrangement)
    place = {template: number for number, template in enumerate(stored["order"])}
    offered = [block for module in registry.modules_of(current_place()) for block in module.blocks]
    columns = stored["columns"]
    blocks = [replace(block, column=columns.get(block.template, block.column)) for block in offered]
    blocks.sort(key=lambda block: (place.get(block.template, len(place)), block.order))
    return blocks, set(stored["off"])


def arrange(blocks: list[HomeBlock], off: set[str]) -> None:
    """Keep the order, the columns and what is off."""
    known = [block.template for block in blocks]
    columns = {block.template: block.column for block in blocks}
    store_options(HomeArrangement, {"order": known, "off": sorted(off & set(known)), "columns": columns})


@require_safe
def home(request: Request) -> HttpResponse:
    """Quick actions and blocks. A portal leads on to the place that the visitor chose as their own."""
    elsewhere = own_place_of(request)
    if elsewhere:
        return redirect(elsewhere)
    modules = registry.modules_of(current_place())
    every = (action for module in modules for action in module.actions)
    offered = (action for action in every if action.makes_sense is None or action.makes_sense())
    actions = sorted(offered, key=lambda each: each.order)
    blocks, off = arranged()
    context: dict[str, Any] = {f"blocks_{column}": [] for column in COLUMNS}
    for block in blocks:
        shown = block.fetch(request) if block.template not in off else None
        if shown:
            facts = {**shown, "column": block.column}  # at the side, a block shows itself in short
            context[f"blocks_{block.column}"].append(render_to_string(block.template, facts, request))
    context["actions"] = [
        {"title": each.title, "hint": each.hint, "icon": each.icon, "url": reverse(each.url_name)} for each in actions
    ]
    context["first_steps"] = steps_for(request)
    return render(request, "home.html", context)


def own_place_of(request: Request) -> str:
    """The address of the visitor's own place, on the portal of its region; nothing elsewhere."""
    wanted = request.COOKIES.get(settings.MY_PLACE_COOKIE_NAME)
    here = current_place()
    if not wanted or here.kind != PlaceKind.REGION or here.region_id is None or STAY in request.GET:
        return ""
    return next((place.url for place in directory().places_of_region(here.region_id) if place.slug == wanted), "")


def steps_for(request: Request) -> list[dict[str, Any]]:
    """What a local admin may do to bring a new place to life; nothing once all of it is done."""
    if not isinstance(request.user, Person) or Role.ADMIN not in request.user.roles:
        return []
    steps = [(step, step.done()) for step in first_steps()]
    if all(done for _step, done in steps):
        return []
    return [{"step": step, "done": done, "url": reverse(step.url_name)} for step, done in steps]


@staff_only(is_admin)
@require_http_methods(["GET", "POST"])
def arrange_home(request: Request) -> HttpResponse:
    """Move blocks up and down, leave them out and take them in again."""
    blocks, off = arranged()
    if request.method == "POST":
        wanted = request.POST.get("block", "")
        position = next((number for number, block in enumerate(blocks) if block.template == wanted), None)
        if position is None:
            raise Http404
        _move(blocks, position, off, request.POST.get("do", ""))
        arrange(blocks, off)
        messages.success(request, _("The home page is arranged anew."))
        return redirect("arrange_home")
    rows = [{"block": block, "is_off": block.template in off} for block in blocks]
    return render(request, "arrange_home.html", {"rows": rows})


def _move(blocks: list[HomeBlock], position: int, off: set[str], what: str) -> None:
    """Carry out one wish on the list; an unknown one changes nothing."""
    target = position + {"up": -1, "down": 1}.get(what, 0)
    if 0 <= target < len(blocks):
        blocks[position], blocks[target] = blocks[target], blocks[position]
    if what in ("main", "side") and blocks[position].column != "top":
        blocks[position] = replace(blocks[position], column=what)
    if what == "off":
        off.add(blocks[position].template)
    elif what == "on":
        off.discard(blocks[position].template)
