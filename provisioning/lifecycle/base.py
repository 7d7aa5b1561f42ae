"""An agency's base domain: proved once, it gives each of the agency's places an address below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from platform_core.audit.record import record
from platform_core.place import PlaceState
from platform_core.scope import platform_scope
from provisioning.lifecycle.addresses import check_proof, give_agency_address
from provisioning.lifecycle.hosts import AddressRefused, check_no_base_of_others, own_host
from provisioning.lifecycle.models import Claim
from provisioning.lifecycle.recheck import still_proves
from provisioning.lifecycle.who import NotAllowed, is_of, is_operator
from tenants.addresses import TenantDirectory
from tenants.models import Agency, BaseDomain, Domain, DomainKind, Tenant

if TYPE_CHECKING:
    from platform_core.accounts.models import Person


def add_base(agency: Agency, name: str, *, by: Person | None) -> Claim:
    """Begin with a base domain for an agency. Raises AddressRefused and NotAllowed."""
    check_may(by, agency)
    host = own_host(name)
    check_no_base_of_others(host, agency)
    with platform_scope(), transaction.atomic():
        Agency.objects.select_for_update().get(pk=agency.pk)
        Claim.objects.filter(agency=agency).delete()  # one at a time
        claim = Claim.objects.create(agency=agency, host=host)
        record("base.added", subject=agency.name, key=agency.pk, after={"host": host})
    return claim


def prove_base(claim: Claim, *, by: Person | None) -> BaseDomain:
    """Look for the proof now; found, every living place of the agency gets its address. Raises AddressRefused."""
    with platform_scope():
        agency = Agency.objects.get(claims=claim)
    check_may(by, agency)
    check_proof(claim)
    check_no_base_of_others(claim.host, agency)
    with platform_scope(), transaction.atomic():
        Agency.objects.select_for_update().get(pk=agency.pk)
        _take_base_from_others(claim.host, agency)
        former = BaseDomain.objects.filter(agency=agency).first()
        if former is not None and former.host != claim.host:
            _drop(former)
        now = timezone.now()
        proved = {"host": claim.host, "token": claim.token, "verified_at": now, "checked_at": now}
        proved |= {"failing_since": None, "quarantined_at": None, "problem": ""}
        base, _new = BaseDomain.objects.update_or_create(agency=agency, defaults=proved)
        Domain.objects.filter(kind=DomainKind.AGENCY, host__endswith=f".{base.host}").update(quarantined_at=None)
        for tenant in Tenant.objects.filter(agency=agency).exclude(state=PlaceState.ERASED).select_related("agency"):
            give_agency_address(tenant)
        claim.delete()
        record("address.proved", subject=agency.name, key=agency.pk, after={"host": base.host})
        TenantDirectory.forget()
        transaction.on_commit(TenantDirectory.forget)
    return base


def remove_base(agency: Agency, *, by: Person | None, reason: str = "") -> None:
    """Give up an agency's base domain with all addresses below it; places fall back to the platform's names."""
    check_may(by, agency)
    with platform_scope(), transaction.atomic():
        Claim.objects.filter(agency=agency).delete()
        for base in BaseDomain.objects.filter(agency=agency):
            _drop(base)
            record("base.removed", subject=agency.name, key=agency.pk, reason=reason, before={"host": base.host})
        TenantDirectory.forget()
        transaction.on_commit(TenantDirectory.forget)


def _drop(base: BaseDomain) -> None:
    drop_addresses(list(Domain.objects.filter(kind=DomainKind.AGENCY, host__endswith=f".{base.host}")))
    BaseDomain.objects.filter(pk=base.pk).delete()


def drop_addresses(domains: list[Domain]) -> None:
    """Take addresses away; where one was the main one, the platform's own name is it again. In the platform's scope."""
    places = {domain.tenant_id for domain in domains if domain.is_primary}
    Domain.objects.filter(pk__in=[domain.pk for domain in domains]).delete()
    Domain.objects.filter(tenant__in=places, is_default=True).update(is_primary=True)


def _take_base_from_others(host: str, agency: Agency) -> None:
    held = BaseDomain.objects.select_for_update().filter(host=host).exclude(agency=agency).first()
    if held is None:
        return
    if held.is_proven and still_proves(held):
        raise AddressRefused(_("%(host)s is the base domain of another agency.") % {"host": host})
    _drop(held)


def check_may(by: Person | None, agency: Agency) -> None:
    """Raises NotAllowed."""
    if not (is_operator(by) or is_of(by, agency)):
        raise NotAllowed(_("Only operators and the people of %(agency)s may do this.") % {"agency": agency.name})
