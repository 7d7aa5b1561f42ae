"""The addresses of a place: another subdomain, another main address, domains of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from platform_core.place import PlaceState
from platform_core.scope import platform_scope
from provisioning.lifecycle.dns import Unreachable, texts
from provisioning.lifecycle.hosts import AddressRefused, check_no_base_of_others, new_label, own_host
from provisioning.lifecycle.models import Claim
from provisioning.lifecycle.states import fresh, tell, write_down
from provisioning.lifecycle.who import check_may_care_for
from tenants.addresses import primary_host
from tenants.models import Domain, DomainKind, Tenant

if TYPE_CHECKING:
    from platform_core.accounts.models import Person

MOST_CLAIMS = 10


def rename(tenant: Tenant, label: str, *, by: Person | None, reason: str = "") -> Tenant:
    """Give a place another name below the platform's domain; the old one leads to it for good.

    Raises AddressRefused and NotAllowed.
    """
    check_may_care_for(by, tenant)
    wanted = new_label(label)
    with platform_scope(), transaction.atomic():
        row = Tenant.objects.select_for_update().select_related("agency").get(pk=tenant.pk)
        check_alive(row)
        if row.slug == wanted:
            return fresh(row.pk)
        check_free_label(row, wanted)
        before = {"slug": row.slug, "host": row.default_host}
        was_primary = _retire_default(row)
        row.slug = wanted
        row.save(update_fields=["slug"])
        given = {"tenant": row, "is_default": True, "is_primary": was_primary, "kind": DomainKind.PLATFORM}
        Domain.objects.update_or_create(host=row.default_host, defaults=given)
        give_agency_address(row)
        after = {"slug": row.slug, "host": row.default_host}
        write_down(row, "address.renamed", reason=reason, before=before, after=after)
        tell(row)
    return fresh(row.pk)


def check_free_label(tenant: Tenant, label: str) -> None:
    """Raises AddressRefused for an address that another place has, or has had."""
    host = f"{label}.{settings.DOMAIN}"
    with platform_scope():
        taken = Domain.objects.filter(host=host).exclude(tenant=tenant).exists()
        if taken or Tenant.objects.filter(slug=label).exclude(pk=tenant.pk).exists():
            raise AddressRefused(
                _("%(host)s belongs to another place, or did before. Choose another.") % {"host": host}
            )


def _retire_default(tenant: Tenant) -> bool:
    """The old name keeps leading to the place; whether it was the main one."""
    old = Domain.objects.filter(tenant=tenant, is_default=True)
    was_primary = (
        old.filter(is_primary=True).exists() or not Domain.objects.filter(tenant=tenant, is_primary=True).exists()
    )
    old.update(is_default=False, is_primary=False, kind=DomainKind.FORMER)
    return was_primary


def give_agency_address(tenant: Tenant) -> None:
    """An address below the agency's base domain, when that is proved. In the platform's scope."""
    from tenants.models import BaseDomain

    base = BaseDomain.objects.filter(agency=tenant.agency_id).first()
    if base is None or not base.is_proven:
        return
    host = f"{tenant.slug}.{base.host}"
    if not Domain.objects.filter(host=host).exists():
        Domain.objects.create(tenant=tenant, host=host, kind=DomainKind.AGENCY, verified_at=base.verified_at)


def make_primary(domain: Domain, *, by: Person | None, reason: str = "") -> Domain:
    """Make one of the place's names the one that all others lead to. Raises AddressRefused and NotAllowed."""
    tenant = fresh(domain.tenant_id)
    check_may_care_for(by, tenant)
    with platform_scope(), transaction.atomic():
        row = Domain.objects.select_for_update().get(pk=domain.pk)
        check_alive(tenant)
        if not row.serves or row.kind == DomainKind.FORMER:
            raise AddressRefused(
                _("%(host)s cannot be the main address: it is a former name, or its proof is missing.")
                % {"host": row.host}
            )
        before = {"host": primary_host(tenant, list(tenant.domains.all()))}
        Domain.objects.filter(tenant=tenant, is_primary=True).update(is_primary=False)
        row.is_primary = True
        row.save(update_fields=["is_primary"])
        write_down(tenant, "address.primary", reason=reason, before=before, after={"host": row.host})
        tell(tenant)
    return row


def add_own(tenant: Tenant, name: str, *, by: Person | None) -> Claim:
    """Begin with a domain of the place's own; it serves once its proof is found. A second time gives a new token.

    Raises AddressRefused and NotAllowed.
    """
    check_may_care_for(by, tenant)
    check_alive(tenant)
    host = own_host(name)
    check_no_base_of_others(host, tenant.agency)
    with platform_scope(), transaction.atomic():
        Tenant.objects.select_for_update().get(pk=tenant.pk)
        held = Domain.objects.filter(host=host).first()
        if held is not None and held.tenant_id == tenant.pk and held.serves:
            raise AddressRefused(_("%(host)s is an address of this place already.") % {"host": host})
        Claim.objects.filter(tenant=tenant, host=host).delete()
        if Claim.objects.filter(tenant=tenant).count() >= MOST_CLAIMS:
            raise AddressRefused(_("There are many domains without a proof already. Remove one first."))
        claim = Claim.objects.create(tenant=tenant, host=host)
        write_down(tenant, "address.added", after={"host": host})
    return claim


def prove(claim: Claim, *, by: Person | None) -> Domain:
    """Look for the proof of a place's claim now, and let the name serve when it is there.

    Raises AddressRefused with what was found in place of it, and NotAllowed.
    """
    tenant = fresh(claim.tenant_id or "")
    check_may_care_for(by, tenant)
    check_alive(tenant)
    check_proof(claim)
    check_no_base_of_others(claim.host, tenant.agency)
    with platform_scope(), transaction.atomic():
        if not Claim.objects.select_for_update().filter(pk=claim.pk).exists():
            raise AddressRefused(_("This proof was withdrawn. Add the domain again."))
        take_from_others(claim.host, tenant)
        from django.utils import timezone

        now = timezone.now()
        proved = {"tenant": tenant, "kind": DomainKind.OWN, "token": claim.token, "verified_at": now}
        proved |= {"checked_at": now, "failing_since": None, "quarantined_at": None, "problem": ""}
        domain, _new = Domain.objects.update_or_create(host=claim.host, defaults=proved)
        claim.delete()
        write_down(tenant, "address.proved", after={"host": domain.host})
        tell(tenant)
    return domain


def check_proof(claim: Claim) -> None:
    """Raises AddressRefused with what the name servers say; notes it on the claim."""
    from django.utils import timezone

    problem = ""
    try:
        found = texts(claim.record)
    except Unreachable:
        problem = _("The name servers of %(host)s do not answer. Try again in a few minutes.") % {"host": claim.host}
    else:
        if claim.value not in [text.strip() for text in found]:
            problem = _not_found(claim, found)
    with platform_scope():
        Claim.objects.filter(pk=claim.pk).update(checked_at=timezone.now(), problem=problem[:300])
    if problem:
        raise AddressRefused(problem)


def _not_found(claim: Claim, found: list[str]) -> str:
    names = {"record": claim.record, "value": claim.value, "found": "; ".join(found)[:120]}
    if found:
        return _("%(record)s does not say %(value)s yet, but: %(found)s. Changes can take some hours.") % names
    return _("There is no TXT record %(record)s yet. Changes can take some hours.") % names


def take_from_others(host: str, tenant: Tenant) -> None:
    """A proved name leaves whoever had it, if they can no longer prove it. Raises AddressRefused when they can."""
    from provisioning.lifecycle.recheck import still_proves

    held = Domain.objects.select_for_update().filter(host=host).exclude(tenant=tenant).first()
    if held is None:
        return
    if held.kind != DomainKind.OWN or (held.serves and still_proves(held)):
        raise AddressRefused(
            _("%(host)s belongs to another place. Remove its TXT record there first, or ask an operator.")
            % {"host": host}
        )
    former = fresh(held.tenant_id)
    held.delete()
    write_down(former, "address.removed", reason="proved by somebody else", before={"host": host})
    tell(former)


def remove(domain: Domain, *, by: Person | None, reason: str = "") -> None:
    """Take a domain of its own from a place; the main address is then the platform's. Raises AddressRefused."""
    tenant = fresh(domain.tenant_id)
    check_may_care_for(by, tenant)
    if domain.kind != DomainKind.OWN:
        raise AddressRefused(
            _("%(host)s was given by the platform and stays, so that links keep working.") % {"host": domain.host}
        )
    with platform_scope(), transaction.atomic():
        Domain.objects.filter(pk=domain.pk, is_primary=True).update(is_primary=False)
        if not Domain.objects.filter(tenant=tenant, is_primary=True).exists():
            Domain.objects.filter(tenant=tenant, is_default=True).update(is_primary=True)
        Domain.objects.filter(pk=domain.pk).delete()
        write_down(tenant, "address.removed", reason=reason, before={"host": domain.host})
        tell(tenant)


def withdraw(claim: Claim, *, by: Person | None) -> None:
    """Give up a claim of a place that was not proved."""
    check_may_care_for(by, fresh(claim.tenant_id or ""))
    with platform_scope():
        claim.delete()


def check_alive(tenant: Tenant) -> None:
    """Raises AddressRefused for a place that is gone."""
    if tenant.state == PlaceState.ERASED:
        raise AddressRefused(_("%(place)s is erased. Its addresses stay closed.") % {"place": tenant.name})
