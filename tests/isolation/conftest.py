"""What all isolation tests stand on: the twins, complete with the tables of the toy module."""

from __future__ import annotations

from typing import TYPE_CHECKING

import logging

import pytest
from django.apps import apps
from django.db import connection

from platform_core.scope import current, place_scope
from platform_core.web import mailbox
from tenants.postgres.ddl import ddl_login

from tests.isolation import cast
from tests.isolation.letters import Post

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from platform_core.place import Place


def _make_missing_toys(place: Place) -> None:
    """Tables of the toy module where it is installed but brings no migration of its own."""
    with ddl_login(), place_scope(place, ddl=True):
        with connection.cursor() as cursor:
            there = connection.introspection.table_names(cursor)
        for model in apps.get_app_config("toy").get_models():
            if model._meta.db_table not in there:
                with connection.schema_editor() as editor:
                    editor.create_model(model)


@pytest.fixture(scope="session")
def _toys(django_db_setup: dict[str, Place], django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        _make_missing_toys(django_db_setup["adorf"])
        connection.close()
    yield


@pytest.fixture
def places(django_db_setup: dict[str, Place], _toys: None, db: None) -> dict[str, Place]:
    return django_db_setup


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
    logging.getLogger().removeHandler(carrier.ear)
