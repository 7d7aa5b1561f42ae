"""The section “Life” of one place: its state, handover, export, erasure. Each form is one act, each act one verb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from platform_core.place import PlaceState
from platform_core.refusal import Refusal
from provisioning.control_panel.guard import panel_view
from provisioning.control_panel.sections import place_context
from provisioning.lifecycle import delivery, erasing, erasure, export, handover, states
from provisioning.lifecycle.forms import AgreeForm, EraseForm, ExportForm, HandoverForm, MoveForm, SideForm
from provisioning.lifecycle.models import Erasure, Export, Handover
from provisioning.lifecycle.moves import move_between

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.forms import Form
    from django.http import HttpResponse

    from platform_core.accounts.models import Person
    from provisioning.control_panel.guard import DeskRequest
    from tenants.models import Tenant

    type Act = Callable[[Tenant, Person, dict[str, Any]], str]


@panel_view
@require_http_methods(["GET", "POST"])
def life(request: DeskRequest, slug: str) -> HttpResponse:
    """State, history and next steps of a place; a POST names its act."""
    tenant = request.desk.tenant(slug)
    form = _form(tenant, request) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            said = ACTS[request.POST["act"]][1](tenant, request.desk.person, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect("lifecycle:life", slug)
    context = place_context(request, tenant, "life", **_context(request, tenant, form))
    return render(request, "lifecycle/life.html", context, status=422 if form is not None else 200)


def _form(tenant: Tenant, request: DeskRequest) -> Form:
    """The form of the act that was sent. Raises Http404 for an act that there is not."""
    act = request.POST.get("act", "")
    if act not in ACTS:
        raise Http404
    if act != "state":
        form: Form = ACTS[act][0](request.POST, auto_id=f"id_{act}_%s")
        return form
    to = request.POST.get("to", "")
    known = PlaceState(to) if to in set(PlaceState) else None
    move = move_between(PlaceState(tenant.state), known) if known else None
    return MoveForm(request.POST, move=move)


def _context(request: DeskRequest, tenant: Tenant, sent: Form | None) -> dict[str, Any]:
    by, act = request.desk.person, request.POST.get("act", "")
    steps = [
        (move, sent if act == "state" and sent and sent.data.get("to") == move.to else MoveForm(move=move))
        for move in states.next_moves(tenant, by=by)
    ]
    forms = {
        name: sent if act == name and sent else kind(auto_id=f"id_{name}_%s")
        for name, (kind, _do) in ACTS.items()
        if name != "state"
    }
    stray = sent if sent and act == "state" and sent not in [form for _move, form in steps] else None
    return {
        "steps": steps,
        "forms": forms,
        "open": act,
        "stray": stray,
        "history": states.history(tenant),
        "exports": Export.objects.of_places().filter(tenant=tenant)[:5],
        "erasure": erasure.open_erasure(tenant),
        "certificate": Erasure.objects.filter(tenant=tenant, state="done").first(),
        "handover": handover.open_handover(tenant),
        "is_asker": (found := erasure.open_erasure(tenant)) is not None and found.asked_by == by.pk,
    }


def _state(tenant: Tenant, by: Person, given: dict[str, Any]) -> str:
    to = PlaceState(given["to"])
    row = states.change_state(tenant, to, by=by, reason=given["reason"], note=given["note"])
    if row.state != to:
        return _("The copy is being made. The state changes when it is complete.")
    return _("The state is changed. Everybody sees it from now on.")


def _export(tenant: Tenant, by: Person, given: dict[str, Any]) -> str:
    export.ask_for_export(tenant, by=by, reason=given["reason"])
    return _("The export is being made. Its link goes by mail to the place's admins and its responsible body.")


def _link(tenant: Tenant, by: Person, given: dict[str, Any]) -> str:
    newest = Export.objects.of_places().filter(tenant=tenant).exclude(file="").first()
    if newest is None:
        raise delivery.NotDeliverable(_("There is no export. Have one made."))
    count = delivery.send_link(newest, by=by)
    return _("A new link went to %(count)s addresses. The old one is void.") % {"count": count}


def _erase(tenant: Tenant, by: Person, given: dict[str, Any]) -> str:
    erasure.ask(tenant, by=by, **given)
    return _("The erasure is asked for. Nothing happens until a second person agrees.")


def _agree(tenant: Tenant, by: Person, given: dict[str, Any]) -> str:
    erasure.agree(_under_way(tenant), by=by, **given)
    return _("Agreed. The erasure can be withdrawn until its day.")


def _withdraw(tenant: Tenant, by: Person, given: dict[str, Any]) -> str:
    erasure.withdraw(_under_way(tenant), by=by, reason=given["reason"])
    return _("The erasure is withdrawn.")


def _under_way(tenant: Tenant) -> Erasure:
    found = erasure.open_erasure(tenant)
    if found is None:
        raise erasure.ErasureRefused(_("No erasure of this place is under way."))
    return found


def _propose(tenant: Tenant, by: Person, given: dict[str, Any]) -> str:
    handover.propose(tenant, by=by, **given)
    return _("The handover is proposed. Both sides have to agree.")


class NothingForm(ExportForm):
    """An act that needs no word; a reason may be given."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False


ACTS: dict[str, tuple[type[Any], Act]] = {
    "state": (MoveForm, _state),
    "export": (ExportForm, _export),
    "link": (NothingForm, _link),
    "erase": (EraseForm, _erase),
    "agree": (AgreeForm, _agree),
    "withdraw": (NothingForm, _withdraw),
    "propose": (HandoverForm, _propose),
}


@panel_view
@require_safe
def certificate(request: DeskRequest, slug: str) -> HttpResponse:
    """What was erased, to be read, printed, or kept as JSON."""
    tenant = request.desk.tenant(slug)
    found = Erasure.objects.filter(tenant=tenant, state="done").first()
    if found is None:
        raise Http404
    said = erasing.certificate(found)
    if request.GET.get("als") == "json":
        headers = {"Content-Disposition": f'attachment; filename="loeschung-{tenant.slug}.json"'}
        return JsonResponse(said, headers=headers, json_dumps_params={"indent": 1, "ensure_ascii": False})
    return render(request, "lifecycle/certificate.html", {"said": said, "erasure": found, "tenant": tenant})


@panel_view
@require_http_methods(["GET", "POST"])
def one_handover(request: DeskRequest, key: UUID) -> HttpResponse:
    """A handover for both sides; the page does not exist for anybody else."""
    found = _for(request, key)
    form = SideForm(request.POST or None, bodies=_bodies(request, found))
    if request.method == "POST" and form.is_valid():
        try:
            _answered(request, found, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("lifecycle:handover", key)
    context = {"handover": found, "form": form, "sides": _sides(request, found)}
    return render(request, "lifecycle/handover.html", context, status=422 if form.errors else 200)


def _for(request: DeskRequest, key: UUID) -> Handover:
    agencies = request.desk.agencies
    both = Handover.objects.filter(to_agency__in=agencies) | Handover.objects.filter(from_agency__in=agencies)
    rows = both.select_related("tenant", "from_agency", "to_agency", "from_body", "to_body")
    return get_object_or_404(rows, pk=key)


def _bodies(request: DeskRequest, found: Handover) -> Any:
    """The bodies that the taking side may name, where none was proposed."""
    is_taker = found.to_agency in request.desk.agencies
    return found.to_agency.bodies.order_by("name") if is_taker and found.to_body is None else None


def _sides(request: DeskRequest, found: Handover) -> list[str]:
    """For which sides this person can still say yes."""
    open_sides = {handover.GIVING: found.given_at is None, handover.TAKING: found.taken_at is None}
    whose = {handover.GIVING: found.from_agency, handover.TAKING: found.to_agency}
    return [side for side in handover.SIDES if open_sides[side] and whose[side] in request.desk.agencies]


def _answered(request: DeskRequest, found: Handover, given: dict[str, Any]) -> None:
    by, act = request.desk.person, request.POST.get("act", "")
    if act in handover.SIDES:
        handover.agree(found, side=act, by=by, reason=given["reason"], to_body=given.get("to_body"))
    elif act == "decline":
        handover.decline(found, by=by, reason=given["reason"])
    elif act == "withdraw":
        handover.withdraw(found, by=by, reason=given["reason"])
    else:
        raise Http404
    messages.success(request, _("Noted in both logs."))
