"""The shapes of announcements, maintenance, and of the people who look after a place."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field, StringConstraints

from provisioning.api.schemas import Given, Slug, Text, said
from provisioning.api.schemas_orders import Mail
from provisioning.api.words import late as _

type Moment = Annotated[AwareDatetime, Field(strict=False)]
type Slugs = Annotated[list[Slug], Field(max_length=2000)]
type Person = Annotated[str, StringConstraints(min_length=1, max_length=80)]
type Sentence = Annotated[str, StringConstraints(max_length=400)]


class ReachGiven(Given):
    """Which places: chosen ones, all of an agency, or all there are (accesses of the whole platform only)."""

    places: Slugs | None = None
    agency: Slug | None = None
    everywhere: bool = False


class Told(Schema):
    """Something for places, for a while."""

    id: UUID
    places: list[str]
    agency: str | None
    everywhere: bool
    starts_at: datetime
    ends_at: datetime
    ended_at: datetime | None


class Announcement(Told):
    """A sentence on the pages of places."""

    text: str
    text_en: str
    tone: str
    audience: str


class AnnouncementGiven(ReachGiven):
    """What people shall read, and until when."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=400)]
    text_en: Sentence = ""
    tone: Literal["info", "warn", "danger"] = "info"
    audience: Literal["admins", "everybody"] = "admins"
    starts_at: Moment | None = None
    ends_at: Moment


class Maintenance(Told):
    """A window in which places are closed."""

    announced_at: datetime
    note: str


class MaintenanceGiven(ReachGiven):
    """When places close and open again."""

    starts_at: Moment
    ends_at: Moment
    announced_at: Moment | None = said(_("From when on pages say so."), default=None)
    note: Text = ""


class Carer(Schema):
    """Somebody of the platform who works in the place."""

    id: UUID
    name: str
    role: str
    department: str
    since: datetime


class Invitation(Schema):
    """Somebody was asked by mail to look after the place."""

    id: UUID
    name: str
    email: str
    role: str
    made_at: datetime
    expires_at: datetime
    accepted_at: datetime | None


class People(Schema):
    """Who looks after a place from outside, and who was invited. Its residents are not told."""

    carers: list[Carer]
    invitations: list[Invitation]


class InvitationGiven(Given):
    """Whom to invite."""

    name: Person
    email: Mail
    role: Literal["admin", "official"] = "admin"


class CareGiven(InvitationGiven):
    """Who works in the place from now on."""

    department: Annotated[str, StringConstraints(max_length=120)] = ""


class PlaceJob(Schema):
    """A background job of a place: what and when, never with what."""

    key: int
    what: str
    status: str
    attempts: int
    at: datetime | None
