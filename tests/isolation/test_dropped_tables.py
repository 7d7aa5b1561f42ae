"""A place without one of its tables shows errors, never somebody else's rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import transaction

from platform_core.scope import PUBLIC_SCHEMA, place_scope
from provisioning.schema.migrate import settle_constraints
from tenants.postgres.ddl import ddl_login
from tests.isolation import cast
from tests.isolation.asking import rows, tables
from tests.isolation.factories import path_of
from tests.isolation.letters import Letter, Post
from tests.isolation.routes import PLACE, routes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from platform_core.place import Place

#: Pages that between them read most tables.
PAGES = {"home", "search", "me", "ideas:list", "ideas:detail", "toy:list", "account_email"}
#: Tables that at least one of these pages cannot do without.
NEEDED = {
    "accounts_person",
    "contributions_contribution",
    "ideas_idea",
    "toy_toy",
    "django_session",
    "comments_comment",
}


@pytest.fixture
def broken(places: dict[str, Place], folders: Path) -> Iterator[cast.World]:
    """The world on a login that may move tables, in one transaction that is undone."""
    with ddl_login(), transaction.atomic():
        yield cast.build(places)
        transaction.set_rollback(True)


def letters(house: cast.House) -> Iterator[Letter]:
    for route in routes(PLACE):
        if route.name in PAGES:
            for person in ("", "resident", "admin"):
                session = house.sessions.get(person, "")
                yield Letter("GET", house.host, path_of(route, house), session, query=(("q", "Bank"),))


def take_away(house: cast.House, table: str) -> None:
    assert house.place is not None
    with place_scope(house.place, ddl=True):
        settle_constraints()
        rows(f'ALTER TABLE "{table}" RENAME TO "away"')


def test_without_a_table_there_is_an_error_and_never_a_public_row(broken, folders):
    house, post = broken.houses["adorf"], Post(folders / "mails")
    here = sorted(set(tables(house.schema)) - {"django_migrations"})
    assert set(here) & set(tables(PUBLIC_SCHEMA)), "some tables have a namesake in the public schema"
    for table in here:
        with transaction.atomic():
            take_away(house, table)
            replies = {letter.path: post.send(letter) for letter in letters(house)}
            transaction.set_rollback(True)
        for path, reply in replies.items():
            foreign = [cage for _word, cage in broken.canaries.in_text(reply.raw) if not cage.startswith("adorf:")]
            assert foreign == [], f"{table} is gone, and {path} shows {foreign}"
        assert table not in NEEDED or 500 in {reply.status for reply in replies.values()}, f"nobody misses {table}"
    post.close()


def test_with_all_tables_the_same_pages_are_whole(world, post):
    for letter in letters(world.houses["adorf"]):
        assert post.send(letter).status in {200, 302}
