"""Addresses of places and base domains of agencies: names, proofs, what another name breaks, the sender of mails."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Path, Router, Status

from provisioning.api import examples, examples_life
from provisioning.api.problem import one_of
from provisioning.api.reach import reach_of
from provisioning.api.resources.places import PlaceSlug
from provisioning.api.schemas_life import (
    Address,
    Addresses,
    BaseDomain,
    Claim,
    HostGiven,
    ReasonGiven,
    Renamed,
    RenameGiven,
    Sender,
    SenderGiven,
)
from provisioning.api.words import late as _
from provisioning.lifecycle import addresses, base, hosts, sender
from provisioning.lifecycle.consequences import consequences
from provisioning.lifecycle.models import Claim as ClaimRow
from tenants import models
from tenants.addresses import place_of

if TYPE_CHECKING:
    from tenants.models import Tenant

router = Router(tags=["addresses"])
type Key = Annotated[UUID, Path(examples=[examples.KEY])]
type AgencySlug = Annotated[str, Path(examples=["modellorte"])]


@router.get(
    "places/{slug}/addresses",
    response=Addresses,
    summary=_("All names of a place"),
    openapi_extra=examples.answer(examples_life.ADDRESSES),
)
def list_addresses(request: HttpRequest, slug: PlaceSlug) -> dict[str, Any]:
    tenant = reach_of(request).tenant(slug)
    return {
        "addresses": tenant.domains.order_by("-is_primary", "host"),
        "claims": ClaimRow.objects.filter(tenant=tenant),
    }


@router.post(
    "places/{slug}/addresses",
    response={201: Claim},
    summary=_("Begin with a domain of the place's own"),
    description=_("Enter the TXT record, then prove it. Asking again gives a new value."),
    openapi_extra=examples.asked({"host": "www.weslarn-am-hellweg.de"})
    | examples.answer(examples_life.CLAIM, status=201),
)
def add_address(request: HttpRequest, slug: PlaceSlug, given: HostGiven) -> Status[Any]:
    reach = reach_of(request)
    return Status(201, addresses.add_own(reach.tenant(slug), given.host, by=reach.by()))


@router.post(
    "places/{slug}/claims/{key}/prove",
    response=Address,
    summary=_("Look for the proof of a name now"),
    openapi_extra=examples.answer(examples_life.ADDRESS),
)
def prove_address(request: HttpRequest, slug: PlaceSlug, key: Key) -> Any:
    reach = reach_of(request)
    return addresses.prove(_claim(reach.tenant(slug), key), by=reach.by())


@router.delete("places/{slug}/claims/{key}", response={204: None}, summary=_("Give up a name that was not proved"))
def withdraw_claim(request: HttpRequest, slug: PlaceSlug, key: Key) -> Status[None]:
    reach = reach_of(request)
    addresses.withdraw(_claim(reach.tenant(slug), key), by=reach.by())
    return Status(204, None)


@router.post(
    "places/{slug}/addresses/{key}/primary",
    response=Address,
    summary=_("Make a name the main address"),
    openapi_extra=examples.asked({"reason": "Neue Domain"}) | examples.answer(examples_life.ADDRESS),
)
def make_primary(request: HttpRequest, slug: PlaceSlug, key: Key, given: ReasonGiven) -> Any:
    reach = reach_of(request)
    return addresses.make_primary(_domain(reach.tenant(slug), key), by=reach.by(), reason=given.reason)


@router.delete(
    "places/{slug}/addresses/{key}", response={204: None}, summary=_("Take a domain of its own from a place")
)
def remove_address(request: HttpRequest, slug: PlaceSlug, key: Key) -> Status[None]:
    reach = reach_of(request)
    addresses.remove(_domain(reach.tenant(slug), key), by=reach.by())
    return Status(204, None)


@router.post(
    "places/{slug}/rename",
    response=Renamed,
    summary=_("Give a place another name below the platform's domain"),
    description=_("The old one leads to it for good. With dry_run the answer says what the new one breaks."),
    openapi_extra=examples.asked(examples_life.RENAME_GIVEN) | examples.answer(examples_life.RENAMED),
)
def rename_place(request: HttpRequest, slug: PlaceSlug, given: RenameGiven) -> dict[str, Any]:
    reach = reach_of(request)
    tenant = reach.tenant(slug)
    label = hosts.new_label(given.label)
    broken = [asdict(each) for each in consequences(tenant, f"{label}.{settings.DOMAIN}")]
    if given.dry_run:
        addresses.check_free_label(tenant, label)
    else:
        tenant = addresses.rename(tenant, label, by=reach.by(), reason=given.reason)
    place = place_of(tenant)
    return {"place": place.slug, "url": place.url, "dry_run": given.dry_run, "consequences": broken}


@router.get(
    "places/{slug}/sender",
    response=Sender,
    summary=_("The sender address of a place's mails"),
    openapi_extra=examples.answer(examples_life.SENDER | {"findings": []}),
)
def get_sender(request: HttpRequest, slug: PlaceSlug) -> dict[str, Any]:
    return _sender(reach_of(request).tenant(slug))


@router.put(
    "places/{slug}/sender",
    response=Sender,
    summary=_("Choose the sender address of a place's mails"),
    description=_("It is used once its name servers allow us to send; an empty one gives it up."),
    openapi_extra=examples.asked(examples_life.SENDER_GIVEN) | examples.answer(examples_life.SENDER | {"findings": []}),
)
def choose_sender(request: HttpRequest, slug: PlaceSlug, given: SenderGiven) -> dict[str, Any]:
    reach = reach_of(request)
    sender.choose(reach.tenant(slug), given.address, selector=given.selector, by=reach.by())
    return _sender(reach.tenant(slug))


@router.post(
    "places/{slug}/sender/check",
    response=Sender,
    summary=_("Check the sender address now"),
    openapi_extra=examples.answer(examples_life.SENDER),
)
def check_sender(request: HttpRequest, slug: PlaceSlug) -> dict[str, Any]:
    reach = reach_of(request)
    findings = sender.check(reach.tenant(slug), by=reach.by())
    return _sender(reach.tenant(slug)) | {"findings": [asdict(each) for each in findings]}


@router.get(
    "agencies/{slug}/base-domain",
    response=BaseDomain,
    summary=_("The base domain of an agency"),
    openapi_extra=examples.answer(examples_life.BASE),
)
def get_base_domain(request: HttpRequest, slug: AgencySlug) -> dict[str, Any]:
    return _base(reach_of(request).agency(slug))


@router.post(
    "agencies/{slug}/base-domain",
    response={201: Claim},
    summary=_("Begin with a base domain for an agency"),
    openapi_extra=examples.asked({"host": "orte.example.de"}) | examples.answer(examples_life.CLAIM, status=201),
)
def add_base_domain(request: HttpRequest, slug: AgencySlug, given: HostGiven) -> Status[Any]:
    reach = reach_of(request)
    return Status(201, base.add_base(reach.agency(slug), given.host, by=reach.by()))


@router.post(
    "agencies/{slug}/base-domain/{key}/prove",
    response=BaseDomain,
    summary=_("Look for the proof of a base domain now"),
    openapi_extra=examples.answer(examples_life.BASE),
)
def prove_base_domain(request: HttpRequest, slug: AgencySlug, key: Key) -> dict[str, Any]:
    reach = reach_of(request)
    claim = one_of(ClaimRow.objects.filter(agency=reach.agency(slug)), pk=key)
    base.prove_base(claim, by=reach.by())
    return _base(reach.agency(slug))


@router.delete("agencies/{slug}/base-domain", response={204: None}, summary=_("Give up the base domain of an agency"))
def remove_base_domain(request: HttpRequest, slug: AgencySlug) -> Status[None]:
    reach = reach_of(request)
    base.remove_base(reach.agency(slug), by=reach.by())
    return Status(204, None)


def _claim(tenant: Tenant, key: UUID) -> ClaimRow:
    return one_of(ClaimRow.objects.filter(tenant=tenant), pk=key)


def _domain(tenant: Tenant, key: UUID) -> models.Domain:
    return one_of(tenant.domains.all(), pk=key)


def _sender(tenant: Tenant) -> dict[str, Any]:
    return {"address": tenant.sender_address, "is_used": tenant.sender_proven_at is not None, "findings": []}


def _base(agency: models.Agency) -> dict[str, Any]:
    found = models.BaseDomain.objects.filter(agency=agency).first()
    facts = {"host": found.host, "verified_at": found.verified_at} if found else {"host": "", "verified_at": None}
    return facts | {"claims": list(ClaimRow.objects.filter(agency=agency))}
