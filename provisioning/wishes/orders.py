"""The way from a wish into the wizard for new places, where there is one."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from tenants.models import Agency

AT_THE_BLUEPRINT = 2  # the step that follows choosing places


def begin_order(*, agency: Agency, title: str, answers: Mapping[str, Any]) -> UUID | None:
    """A draft with these answers; none without a place of the catalogue."""
    if not answers or find_spec("provisioning.orders.actions") is None:
        return None
    actions: Any = import_module("provisioning.orders.actions")
    order = actions.answer(actions.start_draft(agency=agency, title=title), answers=answers, step=AT_THE_BLUEPRINT)
    key: UUID = order.pk
    return key
