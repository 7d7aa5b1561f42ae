"""The shapes of plans and jobs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints

from provisioning.api.schemas import BodyGiven, Given, LookGiven, Slug, Text, said
from provisioning.api.words import late as _

type Mail = Annotated[str, StringConstraints(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]


class AdminGiven(Given):
    """Somebody who is invited to look after a place."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    email: Mail


class BodyWanted(BodyGiven):
    """A responsible body of the plan."""

    key: Slug = said(_("A name that places of the plan refer to."))
    name: Annotated[str, StringConstraints(min_length=1, max_length=160)]
    land: Annotated[str, StringConstraints(min_length=2, max_length=2)]


class PlaceWanted(Given):
    """A place of the plan, as a region file says it."""

    slug: Slug
    name: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    kind: Literal["village", "town", "city", "region"]
    body: Slug = said(_("The key of a body of this plan."))
    subtitle: Text | None = None
    claim: Text | None = None
    ags: Annotated[str, StringConstraints(pattern=r"^[0-9]{0,8}$")] | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    population: Annotated[int, Field(ge=0, le=2_000_000_000)] | None = None
    zone: Text | None = None
    blueprint: Text | None = None
    modules: Annotated[list[Text], Field(max_length=100)] | None = said(
        _("Without it those of the blueprint."), default=None
    )
    look: LookGiven | None = None
    admins: Annotated[list[AdminGiven], Field(max_length=20)] | None = said(
        _("They are invited by mail."), default=None
    )


class PlanGiven(Given):
    """What shall be there: a region file as JSON."""

    agency: Slug
    title: Annotated[str, StringConstraints(max_length=160)] = ""
    body: Annotated[list[BodyWanted], Field(max_length=300)]
    place: Annotated[list[PlaceWanted], Field(min_length=1, max_length=300)]


class Step(Schema):
    """One thing of a plan: added, changed, or as it should be."""

    sign: Literal["+", "~", "="]
    place: str | None = said(_("The slug; null for what is no place."))
    title: str
    lines: list[str]


class PlanLine(Schema):
    """A plan in a list."""

    id: UUID
    title: str
    agency: str
    created_at: datetime
    places: int


class Plan(PlanLine):
    """What applying it would change today."""

    to_make: int
    to_change: int
    steps: list[Step]


class JobStep(Schema):
    """A step of making a place, and its milliseconds."""

    name: str
    ms: int
    failed: bool = False


class JobPlace(Schema):
    """How far a place is."""

    place: str
    name: str
    state: Literal["waiting", "running", "done", "failed", "rolled_back"]
    is_new: bool
    steps: list[JobStep]
    error: str
    took_ms: int | None


class JobLine(Schema):
    """A job in a list."""

    id: UUID
    title: str
    agency: str
    state: Literal["waiting", "running", "done", "failed", "rolled_back"]
    submitted_at: datetime | None
    started_at: datetime | None
    done_at: datetime | None
    places: int


class Job(JobLine):
    """How far the carrying out of a plan is."""

    done: int
    failed: int
    progress: list[JobPlace]


class ResumeGiven(Given):
    """What shall be tried again."""

    place: Slug | None = said(_("One place; without it all that stopped."), default=None)


class RollBackGiven(ResumeGiven):
    """What shall be taken back, as long as nobody uses it."""

    reason: Text = ""
