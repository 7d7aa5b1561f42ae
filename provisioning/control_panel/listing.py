"""The list of places: searched, filtered, sorted, counted, in a number of queries that does not grow with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from platform_core import registry
from platform_core.place import PlaceState
from platform_core.scope import CORE_APPS
from provisioning.care.attention import TITLES
from provisioning.catalog.names import plain
from provisioning.control_panel.words import STATE_WORDS
from provisioning.models import CatalogEntry
from provisioning.schema.migrate import fingerprint
from tenants.models import Domain, InstalledModule, ModuleState, Tenant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from platform_core.contract import Text
    from provisioning.control_panel.guard import Desk

ANY = "any"  # anything that needs somebody
RUNNING = (PlaceState.ACTIVE, PlaceState.READ_ONLY, PlaceState.PREPARING)
#: What stands for several states in the filter.
STATE_GROUPS: dict[str, tuple[Text, tuple[PlaceState, ...]]] = {
    "running": (_("Running"), RUNNING),
    "all": (_("All, erased ones too"), tuple(PlaceState)),
}
NOT_ERASED = tuple(state for state in PlaceState if state != PlaceState.ERASED)
SORTS: dict[str, tuple[Any, ...]] = {
    "name": ("name",),
    "agency": ("agency__name", "name"),
    "state": ("state", "name"),
    "people": ("-population", "name"),
    "new": ("-created_at", "name"),
    "answer": (F("figures__last_answer_at").desc(nulls_last=True), "name"),
    "attention": (F("figures__urgency").desc(nulls_last=True), "name"),
}


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked of the list; what makes no sense counts as not asked."""

    words: str = ""
    agency: str = ""
    state: str = ""
    module: str = ""
    version: str = ""
    attention: str = ""
    sort: str = "name"

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Search:
        """From a query string."""
        state, module = asked.get("status", ""), asked.get("baustein", "")
        return cls(
            words=" ".join(asked.get("q", "").replace("\x00", " ").split())[:80],
            agency=asked.get("agentur", "").replace("\x00", "")[:63],
            state=state if state in STATE_GROUPS or state in PlaceState else "",
            module=module if module in registry.modules() else "",
            version=asked.get("version", "") if asked.get("version") in {"old", "new"} else "",
            attention=asked.get("achtung", "") if asked.get("achtung") in {ANY, *TITLES} else "",
            sort=asked.get("nach", "") if asked.get("nach") in SORTS else "name",
        )

    def found(self, desk: Desk) -> QuerySet[Tenant]:
        """The places that fit, in their order."""
        here = desk.tenants().select_related("figures").filter(state__in=self._states())
        if self.agency:
            here = here.filter(agency__slug=self.agency)
        if self.module:
            ids = InstalledModule.objects.filter(name=self.module, state=ModuleState.ON).values("tenant")
            here = here.filter(pk__in=ids)
        if self.attention == ANY:
            here = here.filter(figures__urgency__gt=0)
        elif self.attention:
            here = here.filter(figures__attention__contains=[self.attention])
        if self.words:
            here = here.filter(_meaning(self.words))
        if self.version:
            old = Q(pk__in=outdated(here))
            here = here.filter(old if self.version == "old" else ~old)
        return here.order_by(*SORTS[self.sort])

    def _states(self) -> tuple[PlaceState, ...]:
        if self.state in STATE_GROUPS:
            return STATE_GROUPS[self.state][1]
        return (PlaceState(self.state),) if self.state else NOT_ERASED


def _meaning(words: str) -> Q:
    """Places whose name, slug, official key, postal code, address or Kreis has every one of these words."""
    found = Q()
    for word in words.split()[:6]:
        inside = CatalogEntry.objects.filter(words__contains=f" {plain(word)}").values("key") if plain(word) else []
        hosts = Domain.objects.filter(host__icontains=word.lower()).values("tenant")
        found &= (
            Q(name__icontains=word) | Q(slug__icontains=word.lower()) | Q(ags__startswith=word)
            | Q(pk__in=hosts) | Q(ags__in=inside)
        )  # fmt: skip
    return found


def outdated(here: QuerySet[Tenant]) -> list[Any]:
    """Keys of those among these places whose tables are older than this code."""
    rows = (
        here.order_by()
        .annotate(
            apps=ArrayAgg("installed_modules__name", default=[], distinct=True, order_by="installed_modules__name")
        )
        .values_list("pk", "schema_version", "apps")
    )
    wanted: dict[tuple[str, ...], str] = {}
    old = []
    for key, version, names in rows:
        apps = tuple(name for name in names if name)
        if apps not in wanted:
            wanted[apps] = fingerprint(CORE_APPS | set(apps))
        if version != wanted[apps]:
            old.append(key)
    return old


def numbers(desk: Desk) -> dict[str, int]:
    """What stands above the list: places by what they are doing."""
    here = desk.tenants().order_by()
    new = Q(state__in=(PlaceState.PROVISIONING, PlaceState.PREPARING))
    counted = here.exclude(state=PlaceState.ERASED).aggregate(
        places=Count("pk", distinct=True),
        agencies=Count("agency", distinct=True),
        active=Count("pk", filter=Q(state=PlaceState.ACTIVE), distinct=True),
        new=Count("pk", filter=new, distinct=True),
        attention=Count("pk", filter=Q(figures__urgency__gt=0), distinct=True),
    )
    return counted | {"old": len(outdated(here.exclude(state=PlaceState.ERASED)))}


def choices(desk: Desk) -> dict[str, list[tuple[str, Text]]]:
    """What can be chosen in each filter, with its words."""
    states: list[tuple[str, Text]] = [(key, words) for key, (words, _states) in STATE_GROUPS.items()]
    states += [(state.value, STATE_WORDS[state]) for state in PlaceState]
    return {
        "agencies": list(desk.agencies.values_list("slug", "name")),
        "states": states,
        "attention": [(ANY, _("Any reason")), *TITLES.items()],
        "modules": [(module.name, str(module.title)) for module in registry.modules().values()],
    }
