"""The shapes of acts for many places."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints

from provisioning.api.schemas import Given, Slug, Text, said
from provisioning.api.words import late as _


class BulkGiven(Given):
    """One act for many places."""

    action: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    places: Annotated[list[Slug], Field(min_length=1, max_length=2000)]
    choice: dict[str, Text | bool | int | list[Text] | None] = said(
        _("What the act needs to know; its fields stand in the list of acts."), default_factory=dict
    )
    dry_run: bool = said(_("Only say what would happen."), default=False)


class BulkAction(Schema):
    """An act for many places."""

    name: str
    title: str
    choice: list[str] = said(_("Fields of its choice."))


class BulkLine(Schema):
    """What an act does with one place."""

    place: str
    state: Literal["would_change", "same", "refused", "waiting", "done", "failed"]
    said: str
    took_ms: int | None


class BulkRun(Schema):
    """An act for many places, and how far it is."""

    id: UUID | None = said(_("Null for a dry run."))
    action: str
    dry_run: bool
    ended_at: datetime | None
    places: list[BulkLine]
