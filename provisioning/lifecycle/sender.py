"""The mail address of a place's own: used only while its domain says that our server may send for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from platform_core.place import PlaceState
from platform_core.scope import platform_scope
from provisioning.lifecycle.dns import Unreachable, texts
from provisioning.lifecycle.hosts import LABEL, AddressRefused, own_host
from provisioning.lifecycle.states import fresh, tell, write_down
from provisioning.lifecycle.who import check_may_care_for
from tenants.models import Tenant

if TYPE_CHECKING:
    from datetime import datetime

    from platform_core.accounts.models import Person

SPF, DKIM, DMARC, PROOF = "SPF", "DKIM", "DMARC", "TXT"


@dataclass(frozen=True, slots=True)
class Finding:
    """One record of a mail domain: what it is for, whether it is right, where to enter what."""

    kind: str
    is_right: bool
    record: str
    value: str
    says: str
    is_needed: bool = True


def choose(tenant: Tenant, address: str, *, selector: str = "", by: Person | None) -> Tenant:
    """Choose (or with an empty address give up) a sender address; it is used once its records are right.

    Raises AddressRefused and NotAllowed.
    """
    check_may_care_for(by, tenant)
    address, selector = address.strip().lower(), selector.strip().lower()
    if address:
        _check(address, selector)
    with platform_scope(), transaction.atomic():
        row = Tenant.objects.select_for_update().get(pk=tenant.pk)
        before = {"sender_address": row.sender_address, "sender_selector": row.sender_selector}
        after = {"sender_address": address, "sender_selector": selector}
        if before != after:
            Tenant.objects.filter(pk=row.pk).update(**after, sender_proven_at=None, sender_checked_at=None)
            write_down(fresh(row.pk), "sender.changed", before=before, after=after)
            tell(row)
    return fresh(tenant.pk)


def _check(address: str, selector: str) -> None:
    try:
        validate_email(address)
    except ValidationError as invalid:
        raise AddressRefused(
            _("“%(address)s” is no e-mail address. Example: ort@weslarn.de") % {"address": address[:100]}
        ) from invalid
    own_host(address.rpartition("@")[2])
    if not LABEL.match(selector):
        raise AddressRefused(_("Please enter the DKIM selector of your mail server, for example mail2026."))


def report(tenant: Tenant) -> list[Finding]:
    """What the name servers say about the tenant's sender address, and what to enter. Raises Unreachable."""
    domain = tenant.sender_address.rpartition("@")[2]
    proof = f"baukasten-mail={proof_of(tenant, domain)}"
    place = f"_baukasten.{domain}"
    spf = next((text for text in texts(domain) if text.lower().startswith("v=spf1")), "")
    key_at = f"{tenant.sender_selector}._domainkey.{domain}"
    key = next((text for text in texts(key_at) if "p=" in text.replace(" ", "")), "")
    dmarc = next((text for text in texts(f"_dmarc.{domain}") if text.lower().startswith("v=dmarc1")), "")
    wanted = f"v=spf1 {settings.MAIL_SPF} ~all"
    return [
        Finding(
            PROOF,
            proof in texts(place),
            place,
            proof,
            _("Says that %(place)s may write as this domain.") % {"place": tenant.name},
        ),
        Finding(
            SPF, _allows(spf), domain, spf_with_us(spf) or wanted, _("Allows our mail server to send for this domain.")
        ),
        Finding(
            DKIM,
            _has_key(key),
            key_at,
            "v=DKIM1; k=rsa; p=…",
            _("The key that mails are signed with; your mail service tells it."),
        ),
        Finding(
            DMARC,
            bool(dmarc),
            f"_dmarc.{domain}",
            dmarc or "v=DMARC1; p=quarantine",
            _("Says what others do with forged mails. Recommended, not needed."),
            is_needed=False,
        ),
    ]


def _allows(spf: str) -> bool:
    """Whether an SPF record names our server, without saying no (RFC 7208: `-`, `~` and `?` do not allow)."""
    return settings.MAIL_SPF.lower() in {term.lower().removeprefix("+") for term in spf.split()[1:]}


def spf_with_us(spf: str) -> str:
    """The record that is there, with our server in it; two SPF records at one name count as none."""
    if not spf or _allows(spf):
        return spf
    first, *rest = spf.split()
    return " ".join([first, settings.MAIL_SPF, *rest])


def _has_key(record: str) -> bool:
    tags = dict(part.strip().split("=", 1) for part in record.split(";") if "=" in part)
    named = {name.strip().lower(): value.strip() for name, value in tags.items()}
    return bool(named.get("p")) and named.get("v", "DKIM1").upper() == "DKIM1"


def proof_of(tenant: Tenant, domain: str) -> str:
    """What only this place can be told to enter: another place with the same mail server gets something else."""
    return salted_hmac("baukasten.sender", f"{tenant.pk}:{domain}", algorithm="sha256").hexdigest()[:32]


def check(tenant: Tenant, *, by: Person | None) -> list[Finding]:
    """Look now, and use the address or stop using it accordingly. Raises AddressRefused and NotAllowed."""
    check_may_care_for(by, tenant)
    if not tenant.sender_address:
        raise AddressRefused(_("%(place)s has no sender address of its own.") % {"place": tenant.name})
    try:
        found = report(tenant)
    except Unreachable as problem:
        raise AddressRefused(
            _("The name servers of %(host)s do not answer. Try again in a few minutes.")
            % {"host": tenant.sender_address.rpartition("@")[2]}
        ) from problem
    _settle(tenant, is_right=all(finding.is_right for finding in found if finding.is_needed))
    return found


def _settle(tenant: Tenant, *, is_right: bool) -> None:
    now = timezone.now()
    with platform_scope(), transaction.atomic():
        row = Tenant.objects.select_for_update().get(pk=tenant.pk)
        if row.sender_address != tenant.sender_address:
            return
        was_right = row.sender_proven_at is not None
        row.sender_checked_at = now
        row.sender_proven_at = (row.sender_proven_at or now) if is_right else None
        row.save(update_fields=["sender_checked_at", "sender_proven_at"])
        if was_right != is_right:
            action = "sender.proved" if is_right else "sender.lost"
            write_down(fresh(row.pk), action, after={"sender_address": row.sender_address})
            tell(row)


def recheck_all(now: datetime) -> None:
    """Every address that is in use or waits for its records; servers that do not answer change nothing."""
    with platform_scope():
        found = list(Tenant.objects.exclude(sender_address="").exclude(state=PlaceState.ERASED))
    for tenant in found:
        try:
            findings = report(tenant)
        except Unreachable:
            continue
        _settle(tenant, is_right=all(finding.is_right for finding in findings if finding.is_needed))
