"""The shapes of a place's life: states, handover, export, erasure, addresses."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import StringConstraints

from provisioning.api.schemas import Given, Slug, Text, said
from provisioning.api.words import late as _

type Host = Annotated[str, StringConstraints(min_length=1, max_length=253)]
type Reason = Annotated[str, StringConstraints(max_length=2000)]
type State = Literal[
    "requested",
    "provisioning",
    "preparing",
    "active",
    "read_only",
    "moving",
    "maintenance",
    "suspended",
    "archived",
    "erased",
]


class Move(Schema):
    """A state that can follow."""

    to: str
    title: str
    residents: str = said(_("What residents see."))
    needs: str = said(_("What has to be there first."))
    reason: bool = said(_("Whether it needs a reason."))


class Life(Schema):
    """The state of a place, and what can follow."""

    state: str
    note: str
    since: datetime
    next: list[Move]


class StateGiven(Given):
    """The state that a place shall have."""

    to: State
    reason: Reason = ""
    note: Text = said(_("A sentence that residents read with the state."), default="")


class Handover(Schema):
    """A place goes over to another agency or body; both sides agree."""

    id: UUID
    place: str
    from_agency: str
    to_agency: str
    to_body: str | None
    state: Literal["open", "done", "declined", "withdrawn"]
    reason: str
    asked_at: datetime
    given_at: datetime | None = said(_("When the giving side agreed."))
    taken_at: datetime | None = said(_("When the taking side agreed."))
    ended_at: datetime | None


class HandoverGiven(Given):
    """To whom a place shall go."""

    to_agency: Slug
    to_body: Slug | None = said(_("Key of a body of that agency; without it the body stays."), default=None)
    reason: Reason


class AgreeGiven(Given):
    """Which side agrees."""

    side: Literal["giving", "taking"]
    reason: Reason = said(_("Operators who agree for a side say why."), default="")


class EndGiven(Given):
    """How an open handover ends."""

    how: Literal["declined", "withdrawn"]
    reason: Reason = ""


class ReasonGiven(Given):
    """Why."""

    reason: Reason = ""


class ErasureGiven(Given):
    """Asking for the erasure of a place, or agreeing to it."""

    typed_name: Annotated[str, StringConstraints(max_length=120)] = said(_("The name of the place, typed out."))
    reason: Reason = ""
    at_once: bool = said(_("Without the waiting time, if both people want that."), default=False)


class Erasure(Schema):
    """An erasure and, once it is done, its certificate."""

    id: UUID
    place: str
    state: Literal["asked", "agreed", "running", "done", "withdrawn"]
    reason: str
    asked_at: datetime
    agreed_at: datetime | None
    not_before: datetime
    ended_at: datetime | None
    backups_until: Any = said(_("The day on which the last backup with it expires."))
    facts: dict[str, Any] = said(_("What was there before, counted."))


class Export(Schema):
    """A file with all that a place holds; its link goes to the responsible body by mail."""

    id: UUID
    asked_at: datetime
    made_at: datetime | None
    size: int
    sha256: str
    fetched_at: datetime | None
    problem: str


class ModuleExport(Schema):
    """A file with what a module held that was removed; its link goes to the responsible body by mail."""

    id: UUID
    module: str
    made_at: datetime
    kept_until: datetime = said(_("When it is deleted by itself."))
    size: int
    sha256: str
    fetched_at: datetime | None


class LinkSent(Schema):
    """A link went out."""

    addresses: int = said(_("How many addresses it went to."))


class Address(Schema):
    """A host name of a place."""

    id: UUID
    host: str
    kind: Literal["platform", "former", "agency", "own"]
    is_primary: bool
    serves: bool = said(_("Whether visitors are let in under this name."))
    verified_at: datetime | None


class Claim(Schema):
    """A name that has to be proved by a TXT record."""

    id: UUID
    host: str
    record: str = said(_("Name of the TXT record."))
    value: str = said(_("What it must say."))
    checked_at: datetime | None
    problem: str


class Addresses(Schema):
    """All names of a place."""

    addresses: list[Address]
    claims: list[Claim]


class HostGiven(Given):
    """A name of one's own."""

    host: Host


class Broken(Schema):
    """Something that another main address breaks, or keeps."""

    what: str
    says: str
    count: int | None
    breaks: bool


class RenameGiven(Given):
    """Another name below the platform's domain."""

    label: Annotated[str, StringConstraints(min_length=1, max_length=63)]
    reason: Reason = ""
    dry_run: bool = said(_("Only say what would happen."), default=False)


class Renamed(Schema):
    """The address of a place, and what its change breaks."""

    place: str
    url: str
    dry_run: bool
    consequences: list[Broken]


class Sender(Schema):
    """The sender address of a place's mails."""

    address: str
    is_used: bool
    findings: list[dict[str, Any]] = said(_("What its name servers must say, after a check."))


class SenderGiven(Given):
    """A sender address; empty for the platform's own."""

    address: Annotated[str, StringConstraints(max_length=254)]
    selector: Annotated[str, StringConstraints(max_length=63)] = ""


class BaseDomain(Schema):
    """The base domain of an agency: its places get addresses below it."""

    host: str
    verified_at: datetime | None
    claims: list[Claim]
