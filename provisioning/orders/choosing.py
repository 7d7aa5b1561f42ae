"""Choosing places from the catalogue: one, several, or a whole Kreis or Amt by one tick."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from provisioning.catalog.search import municipalities_of, search, there
from provisioning.models import CatalogEntry, Level
from provisioning.orders.actions import MOST_PLACES, NotNow, agency_of
from provisioning.orders.compile import LARGER, Wish, wishes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from provisioning.orders.models import Order
    from tenants.models import Agency

MOST_WORDS = 80


@dataclass(frozen=True, slots=True)
class Found:
    """One line of what was found; `inside` are the municipalities of a Kreis or Amt that was opened."""

    entry: CatalogEntry
    is_chosen: bool
    chosen_inside: int = 0
    count: int = 0
    has_portal: bool = False
    is_open: bool = False
    inside: list[Found] = field(default_factory=list)

    @property
    def is_larger(self) -> bool:
        return self.entry.level in LARGER


def found_for(order: Order, words: str, opened: str = "") -> list[Found]:
    """What the words mean in the catalogue, with what is chosen already."""
    chosen = chosen_keys(order.answers)
    entries = search(words[:MOST_WORDS], agency=order.agency_id, limit=12)
    inside = _inside([entry for entry in entries if entry.level in LARGER])
    lines = [_line(each, chosen, opened, inside) for each in entries]
    below = {each.entry.key for line in lines for each in line.inside}  # no place has two ticks
    return [line for line in lines if line.entry.key not in below]


def _inside(larger: list[CatalogEntry]) -> dict[str, set[str]]:
    """The keys of the municipalities in each of these, in one query."""
    found: dict[str, set[str]] = {entry.key: set() for entry in larger}
    around = Q(district__in=found) | Q(association__in=found)
    here = there().filter(around, level=Level.MUNICIPALITY, is_unincorporated=False)
    for row in here.values_list("key", "district", "association") if found else ():
        for key in row[1:]:
            if key in found:
                found[key].add(row[0])
    return found


def _line(entry: CatalogEntry, chosen: set[str], opened: str, around: Mapping[str, set[str]]) -> Found:
    if entry.level not in LARGER:
        return Found(entry, entry.key in chosen)
    keys = around[entry.key]
    inside = [Found(each, each.key in chosen) for each in all_inside(entry)] if entry.key == opened else []
    count = len(keys & chosen)
    return Found(entry, 0 < count == len(keys), count, len(keys), entry.key in chosen, entry.key == opened, inside)


def all_inside(larger: CatalogEntry) -> list[CatalogEntry]:
    """The municipalities of a Kreis or association, those too that cannot become places."""
    column = "district" if larger.level == Level.DISTRICT else "association"
    found = there().filter(level=Level.MUNICIPALITY, **{column: larger})
    return list(found.select_related("district", "association").order_by("is_unincorporated", "plain_name", "key"))


def chosen_keys(answers: Mapping[str, Any]) -> set[str]:
    return {each["key"] for each in answers.get("places", [])}


def ticked(order: Order, *, shown: Iterable[str], ticks: Iterable[str], portals: Iterable[str]) -> list[dict[str, Any]]:
    """The chosen places after somebody ticked and unticked some of the lines that were shown.

    A Kreis or Amt counts only when its own tick changed: then all its municipalities follow it.
    """
    agency = agency_of(order)
    entries = there(agency.pk).filter(key__in=list(shown)).in_bulk()
    before, on, portal = chosen_keys(order.answers), set(ticks), set(portals)
    add: dict[str, CatalogEntry] = {}
    drop: set[str] = set()
    for key, entry in entries.items():
        if entry.level not in LARGER:
            (add.__setitem__(key, entry) if key in on else drop.add(key))
            continue
        (add.__setitem__(key, entry) if key in portal else drop.add(key))
        inside = {each.key: each for each in municipalities_of(entry)}
        if key in on and not inside.keys() <= before:
            add |= inside
        elif key not in on and inside and inside.keys() <= before:
            drop |= inside.keys()
    return changed(order, add=add.values(), drop=drop - add.keys())


def changed(order: Order, *, add: Iterable[CatalogEntry] = (), drop: Iterable[str] = ()) -> list[dict[str, Any]]:
    """The chosen places with these and without those; what was typed for the others stays. Raises NotNow."""
    gone = set(drop)
    kept = [dict(each) for each in order.answers.get("places", []) if each["key"] not in gone]
    have = {each["key"] for each in kept}
    kept += [{"key": each.key, "name": each.name} for each in add if each.key not in have and each.can_be_provisioned]
    if len(kept) > MOST_PLACES:
        words = {"most": MOST_PLACES, "count": len(kept)}
        raise NotNow(_("An order has %(most)d places at the most; these are %(count)d. Make two orders of it.") % words)
    return kept


def there_already(agency: Agency, answers: Mapping[str, Any]) -> list[Wish]:
    """Chosen places that this agency has: they are adapted, not made."""
    return [wish for wish in wishes(agency, answers) if wish.tenant is not None]
