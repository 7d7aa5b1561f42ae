"""The shapes of the API's documents. What comes in is strict: an unknown field or a wrong type is an error."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from provisioning.api.words import late as _

# `Field(description=_(…))`: pydantic only carries the text along, and it is written in the reader's language.
Text = Annotated[str, StringConstraints(max_length=300)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$")]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]


def said(text: Any, **more: Any) -> Any:
    """A field with its description."""
    return Field(description=text, **more)


class Given(Schema):
    """What a client sends."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Page[Item](Schema):
    """A part of a list."""

    items: list[Item]
    total: int = said(_("How many there are altogether."))
    next: str | None = said(_("The address of the next page; null on the last one."))


class Entry(Schema):
    """A row of the catalogue: a municipality, a Kreis, an association of municipalities, an Ortsteil."""

    key: str = said(_("Official key: 8 digits for a municipality, 5 for a Kreis, 9 for an association."))
    level: Literal["municipality", "district", "association", "part"]
    name: str
    official_name: str
    kind: str = said(_("As officials say it: Stadt, Gemeinde, Amt …"))
    where: str = said(_("Where it lies, from small to large; tells places of one name apart."))
    land: str
    postal_code: str
    population: int | None
    area_km2: float | None
    lat: float | None
    lon: float | None
    can_be_provisioned: bool
    places: list[str] = said(_("Slugs of your places for this key."))


class PartGiven(Given):
    """An Ortsteil that no official list has."""

    agency: Slug = said(_("Slug of the agency that cares for it."))
    municipality: Annotated[str, StringConstraints(pattern=r"^[0-9]{8}$")] = said(_("Key of its municipality."))
    name: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    population: Annotated[int, Field(ge=0, le=2_000_000_000)] | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    postal_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")] | None = None


class Agency(Schema):
    """A regional body that runs places."""

    slug: str
    name: str
    region: str = said(_("The name of its group of places."))
    places: int = said(_("How many places it runs."))


class Me(Schema):
    """The access that asks."""

    name: str
    prefix: str
    agency: str | None = said(_("Slug of the agency whose places it reaches; null for the whole platform."))
    scopes: list[Literal["read", "write"]]
    expires_at: datetime | None


class Look(Schema):
    """Colours and shapes of a place."""

    accent: str
    second: str
    emblem: str
    landscape: str
    radius: str
    font: str
    mode: str


class Body(Schema):
    """Who answers for the place in law (§ 5 DDG)."""

    name: str
    legal_form: str
    street: str
    postal_code: str
    city: str
    representative: str
    email: str
    phone: str
    data_protection_officer: str
    supervisory_authority: str
    land: str


class PlaceLine(Schema):
    """A place in a list."""

    slug: str
    name: str
    kind: Literal["village", "town", "city", "region"]
    subtitle: str
    state: str = said(_("provisioning, preparing, active, read_only, moving, maintenance, suspended, archived, erased"))
    agency: str
    url: str
    ags: str = said(_("Official key of the municipality, where it has one."))
    population: int | None
    lat: float | None
    lon: float | None
    modules: list[str] = said(_("Modules that are on."))
    is_outdated: bool = said(_("Whether its tables are older than the platform."))
    created_at: datetime


class Place(PlaceLine):
    """A place with everything that is said of it."""

    claim: str
    state_note: str
    parked: list[str] = said(_("Modules that are off, with their data kept."))
    look: Look
    body: Body
    missing: list[str] = said(_("What the legal pages lack before the place can go public."))


class LookGiven(Given):
    """Colours and shapes to change; what is left out stays."""

    accent: Colour | None = None
    second: Colour | None = None
    emblem: Text | None = None
    landscape: Text | None = None
    radius: Literal["square", "soft", "round"] | None = None
    font: Literal["fira", "noto", "system"] | None = None
    mode: Literal["auto", "light", "dark"] | None = None


class BodyGiven(Given):
    """Facts of the responsible body to change; what is left out stays."""

    name: Text | None = None
    legal_form: Text | None = None
    street: Text | None = None
    postal_code: Text | None = None
    city: Text | None = None
    representative: Text | None = None
    email: Text | None = None
    phone: Text | None = None
    data_protection_officer: Text | None = None
    supervisory_authority: Text | None = None
    land: Text | None = None


class PlaceGiven(Given):
    """What to change of a place; what is left out stays."""

    name: Text | None = None
    subtitle: Text | None = None
    claim: Text | None = None
    look: LookGiven | None = None
    body: BodyGiven | None = said(_("Holds for every place that this body answers for."), default=None)


class Module(Schema):
    """A module and whether the place has it."""

    name: str
    title: str
    summary: str
    state: Literal["on", "parked", "absent"]
    requires: list[str]


class Consequence(Schema):
    """What switching a module off takes away."""

    pages: list[str]
    contributions: int


class ModuleDetail(Module):
    """A module of a place, and what would go away without it."""

    consequence: Consequence


class ModuleGiven(Given):
    """What the module shall be."""

    state: Literal["on", "parked", "absent"]
    name: Text = said(_("To remove it: the name of the place, typed out."), default="")
    dry_run: bool = said(_("Only say what would happen."), default=False)


class ModuleDone(Schema):
    """What became of a module."""

    name: str
    state: Literal["on", "parked", "absent"]
    changed: bool
    dry_run: bool
    consequence: Consequence | None = said(_("What goes away; null when something is switched on."))


class Note(Schema):
    """A note on a place by those who look after it."""

    id: UUID
    text: str
    by: str
    at: datetime


class NoteGiven(Given):
    """A new note."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=4000)]


class Figures(Schema):
    """How a place is doing: counts and moments, nothing of what anybody wrote."""

    people: int
    contributions: int
    comments: int
    storage_bytes: int
    last_activity_at: datetime | None
    last_answer_at: datetime | None
    unanswered: int
    open_promises: int
    overdue: int
    waiting: int
    admins: int
    legal_missing: int
    failed_jobs: int
    attention: list[str]
    collected_at: datetime


class LogLine(Schema):
    """One line of the log about a place."""

    number: int
    at: datetime
    who: str
    action: str
    what: str
    reason: str
    before: dict[str, Any]
    after: dict[str, Any]


class ProblemError(Schema):
    """One field that is not right."""

    detail: str
    pointer: str | None = None
    parameter: str | None = None


class ProblemShape(Schema):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[ProblemError] | None = None
