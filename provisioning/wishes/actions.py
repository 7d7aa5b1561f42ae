"""What happens with a wish, from the form to the decision; everything in the platform's scope."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from platform_core.audit.actor import acting
from platform_core.audit.record import record
from platform_core.refusal import Refusal
from provisioning.catalog.parts import PartRefused, add_part
from provisioning.wishes.letters import write_to_asker
from provisioning.wishes.models import Wish, WishState
from provisioning.wishes.orders import begin_order
from tenants.models import Agency, ResponsibleBody

if TYPE_CHECKING:
    from collections.abc import Mapping

SALT = "wish"
UNCONFIRMED_FOR = timedelta(days=7)
DECLINED_FOR = timedelta(days=182)
HOUR = timedelta(hours=1)
#: In an hour: to one address, from one network, to the whole platform.
MOST_PER_ADDRESS, MOST_PER_SENDER, MOST_AT_ALL = 3, 6, 120
BODY_COLUMNS = ("street", "postal_code", "city", "representative", "data_protection_officer")


class WishRefused(Refusal):
    """A wish that cannot be taken, confirmed or decided."""


class AskedTooOften(WishRefused):
    """More wishes in an hour than anybody has."""

    status = 429


@transaction.atomic
def ask(*, facts: Mapping[str, Any], sender: str, language: str) -> Wish:
    """Take a wish in and send the mail that confirms it. Raises AskedTooOften."""
    digest = salted_hmac(SALT, sender, algorithm="sha256").hexdigest()[:40] if sender else ""
    _refuse_too_many(str(facts["email"]), digest)
    wish = Wish.objects.create(**facts, sender=digest, language=language)
    write_to_asker(wish, "confirm", token=token_of(wish))
    return wish


def _refuse_too_many(email: str, sender: str) -> None:
    if not settings.LIMITS:
        return
    lately = Wish.objects.filter(asked_at__gt=timezone.now() - HOUR)
    counts = (
        (lately.filter(email__iexact=email), MOST_PER_ADDRESS),
        (lately.filter(sender=sender).exclude(sender=""), MOST_PER_SENDER),
        (lately, MOST_AT_ALL),
    )
    if any(found.count() >= most for found, most in counts):
        raise AskedTooOften(_("That was a bit too often. Please try again in an hour."))


def token_of(wish: Wish) -> str:
    """What only the mail to the asker holds."""
    return signing.dumps(str(wish.pk), salt=SALT)


def wish_of(token: str) -> Wish | None:
    """The wish of a token, as long as it can still be confirmed or withdrawn."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Wish.objects.filter(pk=key).select_related("municipality").first()


@transaction.atomic
def confirm(wish: Wish) -> Wish:
    """The asker reads mail at the address: now the wish is seen. A second time changes nothing."""
    found = Wish.objects.select_for_update().get(pk=wish.pk)
    if found.state == WishState.ASKED:
        found.state, found.confirmed_at, found.sender = WishState.CONFIRMED, timezone.now(), ""
        found.save(update_fields=["state", "confirmed_at", "sender"])
        record("wish.confirmed", subject=found.place_name, key=found.pk)
    return found


@transaction.atomic
def withdraw(wish: Wish) -> None:
    """The asker changes their mind: what they wrote is gone. Raises WishRefused once a place is being made."""
    found = Wish.objects.select_for_update().get(pk=wish.pk)
    if found.state == WishState.ACCEPTED:
        raise WishRefused(_("Your place is being set up already. Please write to those who look after it."))
    found.delete()


@transaction.atomic
def accept(wish: Wish, *, agency: Agency) -> Wish:
    """An agency takes the wish on: an order is begun with all that was asked for. Raises WishRefused."""
    found = _open(wish)
    found.agency = agency
    _keep_body(found, agency)
    found.order_key = begin_order(agency=agency, title=found.place_name, answers=answers_of(found, agency))
    _decide(found, WishState.ACCEPTED, "wish.accepted", "")
    write_to_asker(found, "accepted")
    return found


def answers_of(wish: Wish, agency: Agency) -> dict[str, Any]:
    """What the wizard for new places begins with; an Ortsteil is added to the agency's catalogue."""
    if wish.municipality is None:
        return {}
    entry = wish.municipality
    if wish.part:
        try:
            entry = add_part(agency, entry.key, wish.part)
        except PartRefused as refused:
            raise WishRefused(str(refused)) from refused
    place: dict[str, Any] = {"key": entry.key, "name": entry.name}
    place["admins"] = [{"email": wish.email, "name": wish.name}]
    optional = {"slug": wish.slug, "blueprint": wish.blueprint}
    return {"places": [place | {name: value for name, value in optional.items() if value}]}


def _keep_body(wish: Wish, agency: Agency) -> None:
    """What is known of the responsible body; what the agency has entered stays."""
    if not wish.municipality_id:
        return
    given = {name: getattr(wish, name) for name in BODY_COLUMNS if getattr(wish, name)}
    facts = {**given, "name": wish.body_name, "email": wish.email}
    body, is_new = ResponsibleBody.objects.get_or_create(agency=agency, key=wish.municipality_id, defaults=facts)
    missing = [] if is_new else [name for name in given if not getattr(body, name)]
    for name in missing:
        setattr(body, name, given[name])
    if missing:
        body.save(update_fields=missing)


@transaction.atomic
def decline(wish: Wish, *, reason: str) -> Wish:
    """Say no, with a reason that the asker reads. Raises WishRefused without one."""
    if not reason.strip():
        raise WishRefused(_("Please give a reason: whoever asked will read it."))
    found = _open(wish)
    _decide(found, WishState.DECLINED, "wish.declined", reason.strip())
    write_to_asker(found, "declined")
    return found


@transaction.atomic
def hand_to(wish: Wish, *, agency: Agency | None) -> Wish:
    """Let an agency, or again everybody near, decide. Raises WishRefused for what is decided."""
    found = _open(wish)
    before = found.agency.slug if found.agency else ""
    found.agency = agency
    found.save(update_fields=["agency"])
    after = agency.slug if agency else ""
    record("wish.handed", subject=found.place_name, key=found.pk, before={"agency": before}, after={"agency": after})
    return found


def _open(wish: Wish) -> Wish:
    found = Wish.objects.select_for_update(of=("self",)).select_related("municipality", "agency").get(pk=wish.pk)
    if not found.is_open:
        raise WishRefused(_("This wish is %(state)s already.") % {"state": found.state_label})
    return found


def _decide(wish: Wish, state: WishState, action: str, reason: str) -> None:
    before = {"state": wish.state}
    wish.state, wish.reason, wish.decided_at = state, reason, timezone.now()
    wish.decided_by = acting().name[:160]
    wish.save(update_fields=["state", "reason", "decided_at", "decided_by", "agency", "order_key"])
    agency = wish.agency.slug if wish.agency else ""
    record(action, subject=wish.place_name, key=wish.pk, before=before, after={"state": state, "agency": agency})


def forget_old_wishes() -> None:
    """Nobody keeps what nobody needs: unconfirmed wishes go after a week, declined ones after half a year."""
    now = timezone.now()
    Wish.objects.filter(state=WishState.ASKED, asked_at__lt=now - UNCONFIRMED_FOR).delete()
    Wish.objects.filter(state=WishState.DECLINED, decided_at__lt=now - DECLINED_FOR).delete()
