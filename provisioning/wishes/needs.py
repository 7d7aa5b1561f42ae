"""What a wish still needs until it can become a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from provisioning.blueprints import NoBlueprint, blueprint
from tenants.models import RESERVED_LABELS, Domain, Tenant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioning.wishes.models import Wish


@dataclass(frozen=True, slots=True)
class Need:
    """One condition: met or not, in a sentence. What only may be missing does not stop anything."""

    is_met: bool
    said: str
    may_wait: bool = False


def needs_of(wish: Wish) -> list[Need]:
    """All conditions; in the platform's scope."""
    return [*_place(wish), *_address(wish), *_blueprint(wish), *_body(wish)]


def _place(wish: Wish) -> Iterator[Need]:
    entry = wish.municipality
    if entry is None:
        yield Need(False, _("The municipality is not in the catalogue any more."))
        return
    if not entry.can_be_provisioned:
        yield Need(False, _("Nobody lives there who could answer for a place, or the municipality is gone."))
    there = Tenant.objects.filter(ags=entry.key, name__iexact=wish.place_name).select_related("agency").first()
    if there is not None:
        yield Need(False, _("%(place)s has a place already.") % {"place": there.name})
    else:
        yield Need(True, _("%(place)s has no place yet.") % {"place": wish.place_name})


def _address(wish: Wish) -> Iterator[Need]:
    if not wish.slug:
        yield Need(True, _("No address was wished for; one is suggested."))
        return
    host = Tenant(slug=wish.slug).default_host
    taken = wish.slug in RESERVED_LABELS or Domain.objects.filter(host=host).exists()
    taken = taken or Tenant.objects.filter(slug=wish.slug).exists()
    said = _("%(host)s is taken. Another one is suggested.") if taken else _("%(host)s is free.")
    yield Need(not taken, said % {"host": host}, may_wait=True)


def _blueprint(wish: Wish) -> Iterator[Need]:
    if not wish.blueprint:
        return
    try:
        title = blueprint(wish.blueprint, wish.agency.slug if wish.agency else "").title
    except NoBlueprint:
        yield Need(False, _("The wanted blueprint is not there any more; another one is chosen."), may_wait=True)
    else:
        yield Need(True, _("Begins with the blueprint “%(title)s”.") % {"title": title})


def _body(wish: Wish) -> Iterator[Need]:
    labels = {name: wish._meta.get_field(name) for name in ("street", "postal_code", "city", "representative")}
    labels["data_protection_officer"] = wish._meta.get_field("data_protection_officer")
    missing = [str(getattr(field, "verbose_name", name)) for name, field in labels.items() if not getattr(wish, name)]
    if missing:
        yield Need(False, _("For the legal pages are missing: %(what)s.") % {"what": ", ".join(missing)}, may_wait=True)
    else:
        yield Need(True, _("Everything the legal pages need is there."))
