"""Saved blueprints in the database, by name and by who may use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, OuterRef, Subquery

from platform_core.scope import platform_scope
from provisioning.blueprints.models import BlueprintVersion, SavedBlueprint
from tenants.models import Agency

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

LONGEST_NUMBER = 6


def _all() -> QuerySet[BlueprintVersion]:
    return BlueprintVersion.objects.select_related("blueprint__agency")


def saved_version(name: str, number: str, agency: str) -> BlueprintVersion | None:
    """A version by name and number, the newest without one, if the agency with this slug may use it."""
    if number and not (number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER):
        return None
    with platform_scope():
        asking = list(Agency.objects.filter(slug=agency)) if agency else []
        seen = SavedBlueprint.objects.visible_to(asking).values("pk")
        return _named(name, int(number or 0)).filter(blueprint__in=seen).first()


def any_version(name: str, number: int) -> BlueprintVersion | None:
    """The same whoever asks."""
    with platform_scope():
        return _named(name, number).first()


def _named(name: str, number: int) -> QuerySet[BlueprintVersion]:
    owner, _slash, slug = name.partition("/")
    found = _all().filter(blueprint__agency__slug=owner, blueprint__slug=slug)
    return (found.filter(number=number) if number else found).order_by("-number")


def newest_for(agencies: Iterable[Agency] | None) -> list[BlueprintVersion]:
    """The newest version of each blueprint that these agencies may use; of all, when nobody is named."""
    found = SavedBlueprint.objects.all() if agencies is None else SavedBlueprint.objects.visible_to(agencies)
    newest = BlueprintVersion.objects.filter(blueprint=OuterRef("blueprint")).order_by("-number").values("number")[:1]
    shown = _all().filter(blueprint__in=found.values("pk"), number=Subquery(newest))
    return list(shown.order_by(F("blueprint__title"), F("blueprint__slug")))


def saved_names(agency: str) -> list[str]:
    """The names of the saved blueprints that the agency with this slug may use."""
    with platform_scope():
        return [version.blueprint.name for version in newest_for(Agency.objects.filter(slug=agency))]
