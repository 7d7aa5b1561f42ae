"""The section “Addresses” of one place: its names, their proofs, another name, and the sender of its mails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from platform_core.refusal import Refusal
from provisioning.control_panel.guard import panel_view
from provisioning.control_panel.sections import place_context
from provisioning.lifecycle import addresses as names
from provisioning.lifecycle import base, sender
from provisioning.lifecycle.consequences import consequences
from provisioning.lifecycle.dns import Unreachable
from provisioning.lifecycle.forms import DomainForm, NameForm, SenderForm
from provisioning.lifecycle.hosts import new_label
from provisioning.lifecycle.models import Claim
from tenants.models import BaseDomain, Domain, Tenant

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from platform_core.accounts.models import Person
    from provisioning.control_panel.guard import DeskRequest

    type Act = Callable[[Tenant, Person, dict[str, Any]], str]


@panel_view
@require_http_methods(["GET", "POST"])
def addresses(request: DeskRequest, slug: str) -> HttpResponse:
    """All names of a place; a POST names its act. A new main name is tried out first."""
    tenant = request.desk.tenant(slug)
    form = _form(request) if request.method == "POST" else None
    trial = None
    if form is not None and form.is_valid():
        try:
            trial = _tried(tenant, request)
            if trial is None:
                said = ACTS[request.POST["act"]][1](tenant, request.desk.person, form.cleaned_data | _keys(request))
                messages.success(request, said)
                return _back(tenant, request.POST["act"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = place_context(request, tenant, "addresses", **_context(request, tenant, form), trial=trial)
    return render(request, "lifecycle/addresses.html", context, status=422 if form and form.errors else 200)


def _back(tenant: Tenant, act: str) -> HttpResponse:
    """The page again, under the name that the place has by now."""
    slug = Tenant.objects.values_list("slug", flat=True).get(pk=tenant.pk)
    url = reverse("lifecycle:addresses", args=[slug])
    return redirect(f"{url}?pruefen=1#absender" if act in {"sender", "check"} else url)


def _form(request: DeskRequest) -> Form:
    act = request.POST.get("act", "")
    if act not in ACTS:
        raise Http404
    form: Form = ACTS[act][0](request.POST, auto_id=f"id_{act}_%s")
    return form


def _keys(request: DeskRequest) -> dict[str, str]:
    return {"key": request.POST.get("key", "")}


def _tried(tenant: Tenant, request: DeskRequest) -> dict[str, Any] | None:
    """The dry run of another main name, as long as nobody said that they are sure. Raises AddressRefused."""
    act = request.POST["act"]
    if request.POST.get("sure") or act not in {"rename", "primary"}:
        return None
    if act == "primary":
        domain = _domain(tenant, request.POST.get("key", ""))
        return {"act": act, "host": domain.host, "key": domain.pk, "lines": consequences(tenant, domain.host)}
    label = new_label(request.POST.get("label", ""))
    names.check_free_label(tenant, label)
    host = Tenant(slug=label).default_host
    is_main = tenant.domains.filter(is_primary=True, is_default=True).exists()
    shown = consequences(tenant, host) if is_main else []
    return {"act": act, "host": host, "label": label, "lines": shown}


def _context(request: DeskRequest, tenant: Tenant, sent: Form | None) -> dict[str, Any]:
    act = request.POST.get("act", "")
    forms = {
        name: sent if name == act and sent else kind(auto_id=f"id_{name}_%s") for name, (kind, _do) in ACTS.items()
    }
    if act != "sender":
        given = {"address": tenant.sender_address, "selector": tenant.sender_selector}
        forms["sender"] = SenderForm(initial=given, auto_id="id_sender_%s")
    return {
        "domains": tenant.domains.order_by("-is_primary", "-is_default", "host"),
        "claims": Claim.objects.filter(tenant=tenant),
        "base": BaseDomain.objects.filter(agency=tenant.agency_id).first(),
        "base_claim": Claim.objects.filter(agency=tenant.agency_id).first(),
        "forms": forms,
        "open": act,
        "refused": sent if sent and sent.errors and act in WITHOUT_FIELDS else None,
        "findings": _findings(tenant) if request.GET.get("pruefen") else [],
        "is_checked": bool(request.GET.get("pruefen") and tenant.sender_address),
    }


def _findings(tenant: Tenant) -> list[sender.Finding] | None:
    """What the name servers say about the sender; None where they do not answer."""
    if not tenant.sender_address:
        return []
    try:
        return sender.report(tenant)
    except Unreachable:
        return None


def _domain(tenant: Tenant, key: str) -> Domain:
    """One of the place's own names. Raises Http404 for any other."""
    found = next((domain for domain in tenant.domains.all() if str(domain.pk) == key), None)
    if found is None:
        raise Http404
    return found


def _claim(tenant: Tenant, key: str) -> Claim:
    found = next((claim for claim in Claim.objects.filter(tenant=tenant) if str(claim.pk) == key), None)
    if found is None:
        raise Http404
    return found


def _rename(tenant: Tenant, by: Person, given: dict[str, Any]) -> str:
    renamed = names.rename(tenant, given["label"], by=by)
    return _("The place is now at %(host)s. The old address leads there.") % {"host": renamed.default_host}


def _primary(tenant: Tenant, by: Person, given: dict[str, Any]) -> str:
    domain = names.make_primary(_domain(tenant, given["key"]), by=by)
    return _("%(host)s is the main address. All others lead there.") % {"host": domain.host}


def _add(tenant: Tenant, by: Person, given: dict[str, Any]) -> str:
    claim = names.add_own(tenant, given["host"], by=by)
    return _("Now enter the proof for %(host)s with your domain provider.") % {"host": claim.host}


def _prove(tenant: Tenant, by: Person, given: dict[str, Any]) -> str:
    domain = names.prove(_claim(tenant, given["key"]), by=by)
    return _("%(host)s is proved and leads to the place.") % {"host": domain.host}


def _withdraw(tenant: Tenant, by: Person, given: dict[str, Any]) -> str:
    names.withdraw(_claim(tenant, given["key"]), by=by)
    return _("Given up.")


def _remove(tenant: Tenant, by: Person, given: dict[str, Any]) -> str:
    names.remove(_domain(tenant, given["key"]), by=by)
    return _("The domain is removed.")


def _sender(tenant: Tenant, by: Person, given: dict[str, Any]) -> str:
    chosen = sender.choose(tenant, given["address"], selector=given["selector"], by=by)
    if not chosen.sender_address:
        return _("Mails come from the platform's address.")
    found = sender.check(chosen, by=by)
    if all(finding.is_right for finding in found if finding.is_needed):
        return _("Everything is right: mails come from %(address)s.") % {"address": chosen.sender_address}
    return _("Kept. As long as something is missing, mails come from the platform's address.")


def _check(tenant: Tenant, by: Person, given: dict[str, Any]) -> str:
    sender.check(tenant, by=by)
    return _("Looked again.")


def _base(tenant: Tenant, by: Person, given: dict[str, Any]) -> str:
    claim = base.add_base(tenant.agency, given["host"], by=by)
    return _("Now enter the proof for %(host)s with your domain provider.") % {"host": claim.host}


def _prove_base(tenant: Tenant, by: Person, given: dict[str, Any]) -> str:
    claim = Claim.objects.filter(agency=tenant.agency_id).first()
    if claim is None:
        raise Http404
    proved = base.prove_base(claim, by=by)
    return _("%(host)s is proved. Each place of the agency has an address below it.") % {"host": proved.host}


ACTS: dict[str, tuple[type[Any], Act]] = {
    "rename": (NameForm, _rename),
    "primary": (Form, _primary),
    "add": (DomainForm, _add),
    "prove": (Form, _prove),
    "withdraw": (Form, _withdraw),
    "remove": (Form, _remove),
    "sender": (SenderForm, _sender),
    "check": (Form, _check),
    "base": (DomainForm, _base),
    "prove_base": (Form, _prove_base),
}
WITHOUT_FIELDS = {name for name, (kind, _do) in ACTS.items() if kind is Form}
