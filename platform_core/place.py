"""The place we are in: a small frozen value, made from a tenant's public row.

Nothing here asks the database. `tenants.addresses` builds places and answers
questions about other places through the directory named in the settings, so
that this room needs to know no other.
"""

from __future__ import annotations

import enum
import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID


class PlaceState(enum.StrEnum):
    """What a tenant's public row says of its life; residents see it as pages and codes."""

    REQUESTED = "requested"
    PROVISIONING = "provisioning"
    PREPARING = "preparing"
    ACTIVE = "active"
    READ_ONLY = "read_only"
    MOVING = "moving"
    MAINTENANCE = "maintenance"
    SUSPENDED = "suspended"
    ARCHIVED = "archived"
    ERASED = "erased"


class PlaceKind(enum.StrEnum):
    """What sort of place it is; decides words such as "Dorf" and the blueprint."""

    VILLAGE = "village"
    TOWN = "town"
    CITY = "city"
    REGION = "region"

    @property
    def label(self) -> str:
        return str(_KIND_LABELS[self])


#: States in which a place has no tables: not yet, or not any more.
WITHOUT_TABLES = (PlaceState.REQUESTED, PlaceState.PROVISIONING, PlaceState.ERASED)
#: States in which people come in; a maintenance window closes these and no others.
_OPEN = frozenset({PlaceState.ACTIVE, PlaceState.READ_ONLY, PlaceState.PREPARING})
_KIND_LABELS = {
    PlaceKind.VILLAGE: _("village"),
    PlaceKind.TOWN: _("town"),
    PlaceKind.CITY: _("city"),
    PlaceKind.REGION: _("region"),
}


class Radius(enum.StrEnum):
    """How round corners are."""

    SQUARE = "square"
    SOFT = "soft"
    ROUND = "round"


class Font(enum.StrEnum):
    """The typeface; `SYSTEM` is what the visitor's device has, and loads nothing."""

    FIRA = "fira"
    NOTO = "noto"
    SYSTEM = "system"


class Mode(enum.StrEnum):
    """Light, dark, or as the visitor's device is set."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Look:
    """The face a place chose: two colours (#rrggbb), an emblem motif, a drawn landscape, shapes, and pictures.

    `hero` and `logo` are names of pictures of its own (see theming/pictures.py), or empty.
    """

    accent: str = "#1d3f7a"
    second: str = "#c58a12"
    emblem: str = "grid"
    landscape: str = "hills"
    radius: str = Radius.SOFT
    font: str = Font.FIRA
    mode: str = Mode.AUTO
    hero: str = ""
    hero_alt: str = ""
    logo: str = ""


@dataclass(frozen=True, slots=True)
class ResponsibleBodyFacts:
    """Who answers for the place in law, as its legal notice must say (§ 5 DDG)."""

    name: str = ""
    legal_form: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    representative: str = ""
    email: str = ""
    phone: str = ""
    data_protection_officer: str = ""
    supervisory_authority: str = ""
    land: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the platform tells the people of a place for a while; `tone` is info, warn or danger."""

    text: str
    text_en: str
    tone: str
    for_admins: bool
    begin: datetime
    end: datetime

    def holds(self, now: datetime) -> bool:
        return self.begin <= now < self.end


@dataclass(frozen=True, slots=True)
class Closure:
    """A maintenance window: the place is announced to close, closes, and opens again by itself."""

    announced: datetime
    begin: datetime
    end: datetime
    note: str = ""

    def is_ahead(self, now: datetime) -> bool:
        return self.announced <= now < self.begin

    def holds(self, now: datetime) -> bool:
        return self.begin <= now < self.end


@dataclass(frozen=True, slots=True)
class Place:
    """One municipality, village or region with its own schema.

    `schema` is also the name of its database role. `host` is its primary
    address without port. `region_url` is its region's portal, where there is one. `parked` modules are off but keep their tables.
    """

    id: UUID
    schema: str
    slug: str
    name: str
    kind: PlaceKind
    host: str
    state: PlaceState = PlaceState.ACTIVE
    subtitle: str = ""
    claim: str = ""
    region_id: UUID | None = None
    region_name: str = ""
    region_url: str = ""
    modules: frozenset[str] = frozenset()
    parked: frozenset[str] = frozenset()
    zone_name: str = "Europe/Berlin"
    language: str = "de"
    look: Look = field(default_factory=Look)
    body: ResponsibleBodyFacts = field(default_factory=ResponsibleBodyFacts)
    ags: str = ""
    lat: float | None = None
    lon: float | None = None
    population: int | None = None
    is_demo: bool = False
    state_note: str = ""
    notices: tuple[Notice, ...] = ()
    closures: tuple[Closure, ...] = ()
    #: The mail address of its own that a place proved, or empty: see provisioning/lifecycle/sender.py.
    sender: str = ""
    #: The same address while it is not proved: answers reach it, though mails come from the platform.
    reply_to: str = ""

    def closure_at(self, now: datetime) -> Closure | None:
        """The maintenance window that holds right now, while the place would be open otherwise."""
        if self.state not in _OPEN:
            return None
        return next((each for each in self.closures if each.holds(now)), None)

    def moment(self, now: datetime) -> tuple[bool, ...]:
        """What of notices and closures holds: pages made at another moment are outdated."""
        closing = (part for each in self.closures for part in (each.is_ahead(now), each.holds(now)))
        return (*(each.holds(now) for each in self.notices), *closing)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)

    @property
    def installed(self) -> frozenset[str]:
        """Modules whose tables are in the schema, switched on or parked."""
        return self.modules | self.parked

    @property
    def url(self) -> str:
        """The absolute address of the home page, from the primary domain and nothing else."""
        return absolute(self.host)

    @property
    def is_writable(self) -> bool:
        return self.state in {PlaceState.ACTIVE, PlaceState.PREPARING}

    def link(self, path: str) -> str:
        """The absolute address of `path` (starting with /) in this place."""
        return self.url.rstrip("/") + path


def absolute(host: str) -> str:
    """The address of a host's home page; the port is named only where it is not the usual one."""
    port = settings.PUBLIC_PORT
    usual = {"http": 80, "https": 443}[settings.SCHEME]
    return f"{settings.SCHEME}://{host}{'' if port == usual else f':{port}'}/"


@dataclass(frozen=True, slots=True)
class Region:
    """An agency's group of places, its portal first."""

    name: str
    places: tuple[Place, ...]


class Directory(Protocol):
    """What the tenants' room answers about places; each call reads the public schema."""

    def place_of_host(self, host: str) -> Place | None: ...

    @property
    def generation(self) -> int:
        """Changes in this process whenever any place may have changed."""

    def remembered(self, host: str) -> Place | None:
        """The place of a raw Host header that this process knows already; asks nobody."""

    def place_of_schema(self, schema: str) -> Place | None: ...

    def places_of_region(self, region_id: UUID) -> Sequence[Place]: ...

    def regions(self) -> Sequence[Region]: ...

    def places_sharing_body(self, place: Place) -> Sequence[str]:
        """The names of other places that the same responsible body answers for."""

    def change_body(self, place: Place, values: Mapping[str, str]) -> None:
        """Write the responsible body of a place: the fields of ResponsibleBodyFacts and nothing else."""

    def go_live(self, place: Place) -> None:
        """Make a place in preparation public. Raises a Refusal that lists what its legal pages lack."""


@functools.cache
def directory() -> Directory:
    """The directory named by `settings.PLACE_DIRECTORY`."""
    made: Directory = import_string(settings.PLACE_DIRECTORY)()
    return made
