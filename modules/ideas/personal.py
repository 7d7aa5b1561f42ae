"""What the forum keeps about people, and how it forgets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modules.ideas.models import Idea

if TYPE_CHECKING:
    from platform_core.accounts.models import Person


def forget(person: Person) -> None:
    """Take the person's ideas away, with what hangs on them."""
    Idea.objects.filter(author=person).delete()
