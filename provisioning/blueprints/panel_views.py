"""The gallery of blueprints, one blueprint with its versions, sharing, files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_DNS, uuid5

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platform_core import registry
from platform_core.place import Look, Place, PlaceKind
from provisioning.blueprints import available_to, blueprint, content_of, names
from provisioning.blueprints.content import BlueprintRefused
from provisioning.blueprints.difference import difference, sheet_of
from provisioning.blueprints.files import FORMATS, as_json, as_toml, read_file
from provisioning.blueprints.forms import ShareForm, UploadForm
from provisioning.blueprints.models import BlueprintVersion, Origin, SavedBlueprint
from provisioning.blueprints.saving import save_blueprint, share
from provisioning.control_panel.guard import panel_view

if TYPE_CHECKING:
    from provisioning.blueprints import Blueprint
    from provisioning.control_panel.guard import Desk, DeskRequest

MOST_PLACES = 200
PICTURED = {"accent", "second", "landscape", "emblem"}


@panel_view
@require_safe
def gallery(request: DeskRequest) -> HttpResponse:
    """Our own blueprints, those of one's agencies, and those that others share."""
    desk = request.desk
    own, uses = {agency.slug for agency in desk.agencies}, _uses(desk)
    cards = [_card(each, uses.get(each.name, 0)) for each in available_to(desk.agencies)]
    groups = [
        (_("To begin with"), [card for card in cards if not card["owner"]]),
        (_("Saved by your agencies"), [card for card in cards if card["owner"] in own]),
        (_("Shared by others"), [card for card in cards if card["owner"] and card["owner"] not in own]),
    ]
    context = {"groups": groups, "cards_places": [card["place"] for card in cards]}
    return render(request, "blueprints/gallery.html", context)


def _card(plan: Blueprint, uses: int) -> dict[str, Any]:
    owner, name = _owner(plan), plan.name.rpartition("/")[2]
    url = reverse("blueprints:show", args=[owner, name]) if owner else reverse("blueprints:base", args=[name])
    titles = [registry.modules()[each].title for each in plan.modules]
    credit = plan.credit if owner else ""
    facts = {"plan": plan, "place": sample_of(plan), "uses": uses, "url": url, "modules": titles}
    return {**facts, "owner": owner, "credit": credit}


def _owner(plan: Blueprint) -> str:
    return plan.name.partition("/")[0] if plan.is_saved else ""


def _uses(desk: Desk) -> dict[str, int]:
    """How many of one's places each blueprint has."""
    used = list(Origin.objects.filter(tenant__in=desk.tenants()).values_list("name", flat=True))
    return {name: used.count(name) for name in set(used)}


def sample_of(plan: Blueprint) -> Place:
    """A place as it would look, for the blueprint's picture; `kind` and size by its name."""
    look = Look(**{key: value for key, value in plan.look.items() if key in PICTURED})
    kind = PlaceKind(plan.name) if plan.name in list(PlaceKind) else PlaceKind.VILLAGE
    key = uuid5(NAMESPACE_DNS, plan.name)
    people = {PlaceKind.VILLAGE: 900, PlaceKind.TOWN: 20_000}.get(kind, 250_000)
    return Place(key, "t_aaaaaaaaaa", plan.name, plan.title, kind, "", look=look, population=people)


@panel_view
@require_safe
def base(request: DeskRequest, base: str) -> HttpResponse:
    """One of our own blueprints."""
    if base not in names():
        raise Http404
    plan = blueprint(base)
    context = {
        "plan": plan,
        "sample": sample_of(plan),
        "samples": [sample_of(plan)],
        "sheet": sheet_of(plan.content),
        "places": _places(request.desk, base),
    }
    return render(request, "blueprints/show.html", context)


@panel_view
@require_safe
def show(request: DeskRequest, owner: str, name: str) -> HttpResponse:
    """A saved blueprint: what is in it, its versions, what differs between two, the places that have it."""
    saved = _saved(request.desk, owner, name)
    versions = list(saved.versions.select_related("blueprint__agency"))
    number = request.GET.get("version", "")
    shown = next((each for each in versions if str(each.number) == number), versions[0])
    before = next((each for each in versions if each.number < shown.number), None)
    context: dict[str, Any] = {
        "saved": saved,
        "versions": versions,
        "shown": shown,
        "places": _places(request.desk, saved.name),
        "is_own": request.desk.agencies.filter(pk=saved.agency_id).exists(),
    }
    context |= _read(shown, before)
    if context["is_own"]:
        context["share_form"] = ShareForm(blueprint=saved)
    return render(request, "blueprints/show.html", context)


def _read(shown: BlueprintVersion, before: BlueprintVersion | None) -> dict[str, Any]:
    """The content of a version; a sentence when a module that it needs is not there any more."""
    try:
        plan = blueprint(f"{shown.blueprint.name}@{shown.number}", shown.blueprint.agency.slug)
        lines = difference(before.content, shown.content) if before else []
        return {
            "plan": plan,
            "sample": sample_of(plan),
            "samples": [sample_of(plan)],
            "sheet": sheet_of(shown.content),
            "lines": lines,
            "before": before,
        }
    except BlueprintRefused as broken:
        return {"problem": broken, "before": before}


def _places(desk: Desk, name: str) -> list[Origin]:
    """One's own places that have it, with their versions."""
    found = Origin.objects.filter(name=name, tenant__in=desk.tenants()).select_related("tenant")
    return list(found.order_by("tenant__name")[:MOST_PLACES])


def _saved(desk: Desk, owner: str, name: str) -> SavedBlueprint:
    seen = SavedBlueprint.objects.visible_to(desk.agencies).select_related("agency")
    return get_object_or_404(seen, agency__slug=owner, slug=name)


@panel_view
@require_safe
def download(request: DeskRequest, owner: str, name: str, ending: str) -> HttpResponse:
    """The newest version, or the one that is asked for, as a file."""
    saved = _saved(request.desk, owner, name)
    if ending not in FORMATS:
        raise Http404
    number = request.GET.get("version", "")
    content = content_of(saved.name, int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 0)
    text = as_toml(content) if ending == "toml" else as_json(content)
    headers = {"Content-Disposition": f'attachment; filename="{saved.slug}.{ending}"'}
    return HttpResponse(text, content_type=f"{FORMATS[ending]}; charset=utf-8", headers=headers)


@panel_view
@require_POST
def share_it(request: DeskRequest, owner: str, name: str) -> HttpResponse:
    """Say which other agencies may use it; only its own agency may."""
    saved = _saved(request.desk, owner, name)
    if not request.desk.agencies.filter(pk=saved.agency_id).exists():
        raise Http404
    form = ShareForm(request.POST, blueprint=saved)
    if form.is_valid():
        chosen = form.cleaned_data
        share(blueprint=saved, with_agencies=chosen["agencies"], is_for_all=chosen["is_for_all"])
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("Choose agencies from the list."))
    return redirect("blueprints:show", owner, name)


@panel_view
@require_http_methods(["GET", "POST"])
def upload(request: DeskRequest) -> HttpResponse:
    """A blueprint from a file."""
    form = UploadForm(request.POST or None, request.FILES or None, agencies=request.desk.agencies)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            content = read_file(said["file"].name, said["file"].read())
            facts = {"agency": said["agency"], "slug": said["slug"], "note": said["note"]}
            version = save_blueprint(content=content, by=request.desk.person, **facts)
        except BlueprintRefused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("blueprints:show", said["agency"].slug, version.blueprint.slug)
    return render(request, "blueprints/upload.html", {"form": form}, status=422 if form.errors else 200)
