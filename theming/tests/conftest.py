from __future__ import annotations

from uuid import UUID

import pytest

from platform_core.place import Look, Place, PlaceKind


@pytest.fixture
def weslarn() -> Place:
    look = Look("#1f6b4a", "#d9a21b", "church", "hills")
    return Place(
        id=UUID(int=1),
        schema="t_aaaaaaaaaa",
        slug="weslarn",
        name="Weslarn",
        kind=PlaceKind.VILLAGE,
        host="weslarn.localhost",
        subtitle="Dorf in Bad Sassendorf",
        look=look,
        ags="05974004",
        is_demo=True,
    )
