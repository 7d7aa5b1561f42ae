"""What all isolation tests stand on: the twins, and what the walk needs."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from platform_core.scope import current
from platform_core.web import mailbox
from tests.isolation import cast
from tests.isolation.letters import Post

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from platform_core.place import Place


@pytest.fixture
def folders(tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files and mails of this test alone."""
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    monkeypatch.setattr(mailbox, "folder", lambda: tmp_path / "mails" / current().schema)
    return tmp_path


@pytest.fixture
def world(places: dict[str, Place], folders: Path) -> cast.World:
    """Every house with its people, rows, files and mails, and a canary in each text."""
    return cast.build(places)


@pytest.fixture
def post(world: cast.World, folders: Path) -> Iterator[Post]:
    """Sends letters, and hears what is logged."""
    carrier = Post(folders / "mails")
    logging.getLogger().addHandler(carrier.ear)
    yield carrier
    carrier.close()
    logging.getLogger().removeHandler(carrier.ear)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The whole product of the walk is for `python -m tests.long`; a plain run takes the telling part."""
    if not config.option.markexpr:
        long = [item for item in items if item.get_closest_marker("long") and "tests/isolation/" in item.nodeid]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]
