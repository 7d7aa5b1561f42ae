"""The shapes of blueprints, wishes, and the people of the panel."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints

from provisioning.api.schemas import Given, Slug, Text, said
from provisioning.api.schemas_orders import Mail
from provisioning.api.words import late as _

type Name = Annotated[str, StringConstraints(min_length=1, max_length=80)]


class Blueprint(Schema):
    """What new places can begin with."""

    name: str = said(_("What plans call it; saved ones are called agency/name."))
    title: str
    summary: str
    version: int
    credit: str = said(_("Whose work it is made of."))
    modules: list[str]


class BlueprintDetail(Blueprint):
    """A blueprint with all that it says."""

    content: dict[str, Any]


class BlueprintGiven(Given):
    """A blueprint as a document: a new one of an agency, or its next version."""

    agency: Slug
    slug: Slug
    note: Text = said(_("What is new."), default="")
    content: dict[str, Any]


class PlaceAsBlueprint(Given):
    """Saving a place as a blueprint of its agency: its set-up, nothing of its people."""

    slug: Slug
    title: Annotated[str, StringConstraints(min_length=2, max_length=80)]
    summary: Annotated[str, StringConstraints(max_length=400)] = ""
    note: Text = ""
    with_look: bool = True


class SharesGiven(Given):
    """Who else may use a blueprint."""

    agencies: Annotated[list[Slug], Field(max_length=500)]
    is_for_all: bool = False


class Change(Schema):
    """One thing of a blueprint as an update would treat it."""

    sign: Literal["+", "~", "=", " "]
    part: str
    title: str
    why: str = said(_("Why something stays as it is."))


class Member(Schema):
    """Somebody who works in the control panel."""

    id: UUID
    name: str
    email: str
    agency: str | None = said(_("Null for operators."))


class MemberGiven(Given):
    """Somebody to invite."""

    name: Name
    email: Mail
    agency: Slug | None = said(_("Without it, an operator."), default=None)


class AgencyGiven(Given):
    """A new agency."""

    slug: Slug
    name: Annotated[str, StringConstraints(min_length=1, max_length=160)]
    region: Annotated[str, StringConstraints(min_length=1, max_length=120)]


class Wish(Schema):
    """A municipality asks for a place."""

    id: UUID
    state: Literal["confirmed", "accepted", "declined", "withdrawn"]
    municipality: str
    part: str
    name: str
    role: str
    email: str
    body_name: str
    message: str
    agency: str | None = said(_("The agency that decides; null while anybody near may."))
    reason: str
    confirmed_at: datetime | None
    decided_at: datetime | None
    plan: UUID | None = said(_("The order that was begun for it."))


class WishAccepted(Given):
    """Which agency takes it on."""

    agency: Slug


class WishDeclined(Given):
    """Why not; whoever asked reads it."""

    reason: Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class WishHanded(Given):
    """Which agency shall decide; null for everybody near."""

    agency: Slug | None
