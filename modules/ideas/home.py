"""What the forum contributes to the home page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from modules.ideas.listing import ORDERS
from modules.ideas.models import ideas_for

if TYPE_CHECKING:
    from django.http import HttpRequest

SHOWN = 4


def latest_ideas(request: HttpRequest) -> dict[str, Any]:
    """What is pinned, then the newest ideas; the block itself invites where there is none."""
    found = ideas_for(request.user).order_by(*ORDERS[""])
    return {"ideas": list(found[:SHOWN]), "count": found.count()}


def anything_suggested() -> bool:
    """Whether everybody finds an idea here."""
    from django.contrib.auth.models import AnonymousUser

    return ideas_for(AnonymousUser()).exists()
