"""Every trap of the connection that was met, with its remedy. If one of these fails, stop and mend it first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connection, transaction

from modules.ideas.models import Idea
from platform_core.accounts.models import Person
from platform_core.contributions.models import Contribution
from platform_core.scope import NoScope, TenantMismatch, place_scope, platform_scope
from tenants.models import Tenant
from tests.isolation.asking import ask, rows, who
from tests.toys.toy.models import Owner, Toy

if TYPE_CHECKING:
    from platform_core.place import Place

committing = pytest.mark.django_db(transaction=True)


def here(place: Place) -> tuple[str, str]:
    """What `who()` must say in a place."""
    return place.schema, place.schema


PLATFORM = ("app_public", "public")


def test_a_place_works_as_its_own_role_in_its_own_schema(adorf, bdorf):
    with place_scope(adorf):
        assert who() == here(adorf)
        with place_scope(bdorf):
            assert who() == here(bdorf)
        with platform_scope():
            assert who() == PLATFORM
        assert who() == here(adorf)


def test_the_search_path_holds_nothing_but_the_own_schema_and_the_extensions(adorf):
    with place_scope(adorf):
        assert ask("SHOW search_path").replace('"', "").split(", ") == [adorf.schema, "ext"]


def test_without_a_scope_there_is_no_cursor(places):
    for attempt in (connection.cursor, Person.objects.first, lambda: list(Tenant.objects.iterator())):
        with pytest.raises(NoScope, match="with place_scope"):
            attempt()


def test_a_finished_scope_leaves_nothing_behind(adorf):
    with place_scope(adorf):
        who()

    with pytest.raises(NoScope):
        who()


@committing
def test_the_commit_of_a_failed_transaction_is_a_rollback(adorf, bdorf):
    with place_scope(adorf):
        who()
    with transaction.atomic(), place_scope(bdorf):
        who()
        with pytest.raises(DatabaseError):
            rows("SELECT 1/0")

    with place_scope(bdorf):
        assert who() == here(bdorf)


@committing
def test_a_rolled_back_transaction_takes_its_scope_along(adorf, bdorf):
    with place_scope(adorf):
        who()
    with pytest.raises(KeyError), transaction.atomic(), place_scope(bdorf):
        who()
        raise KeyError

    with place_scope(bdorf):
        assert who() == here(bdorf)


def test_an_error_in_a_switched_scope_inside_a_savepoint(adorf):
    with place_scope(adorf), transaction.atomic():
        with pytest.raises(DatabaseError), transaction.atomic(), platform_scope():
            who()
            rows("SELECT 1/0")

        assert who() == here(adorf)


def test_a_savepoint_that_is_undone_takes_its_scope_along(adorf):
    """The server is back in Adorf then, whatever was applied last."""
    with place_scope(adorf), transaction.atomic():
        who()
        with pytest.raises(KeyError), transaction.atomic(), platform_scope():
            who()
            raise KeyError
        with platform_scope():
            assert who() == PLATFORM


def test_a_released_savepoint_keeps_the_scope_that_follows_it(adorf, bdorf):
    with place_scope(adorf), transaction.atomic():
        with transaction.atomic(), place_scope(bdorf):
            assert who() == here(bdorf)

        assert who() == here(adorf)


def test_nothing_runs_in_a_failed_transaction_and_the_rollback_mends_it(adorf, bdorf):
    with place_scope(adorf):
        with pytest.raises(DatabaseError), transaction.atomic():
            with pytest.raises(DatabaseError):
                rows("SELECT 1/0")
            with place_scope(bdorf):
                who()

        assert who() == here(adorf)


def test_savepoints_need_no_scope(places):
    with transaction.atomic(), transaction.atomic():
        pass
    with pytest.raises(KeyError), transaction.atomic():
        raise KeyError


@pytest.mark.parametrize("use", [lambda c: c.execute("SELECT 1"), lambda c: c.executemany("SELECT %s", [[1], [2]])])
def test_a_cursor_kept_across_a_switch_is_refused(adorf, bdorf, use):
    with place_scope(adorf), connection.cursor() as cursor:
        with place_scope(bdorf), pytest.raises(TenantMismatch, match="opened in one scope"):
            use(cursor)
        with platform_scope(), pytest.raises(TenantMismatch):
            use(cursor)

        use(cursor)


def test_a_kept_cursor_comes_back_to_its_own_scope(adorf, bdorf):
    with place_scope(adorf), connection.cursor() as cursor:
        with place_scope(bdorf):
            who()
        cursor.execute("SELECT current_user::text")

        assert cursor.fetchone() == (adorf.schema,)


def test_a_cursor_kept_beyond_its_scope_is_refused(adorf):
    with place_scope(adorf):
        cursor = connection.cursor()

    with pytest.raises(TenantMismatch):
        cursor.execute("SELECT 1")


@committing
def test_a_search_path_moved_by_somebody_else_is_noticed(adorf, bdorf):
    with place_scope(adorf):
        rows(f"SELECT 1; SET search_path = {bdorf.schema}; SELECT 2")
        with pytest.raises(TenantMismatch, match=f"but the scope is '{adorf.schema}'"):
            who()

        assert who() == here(adorf), "after the refusal the connection is brought back"


def test_a_role_moved_by_somebody_else_finds_no_tables(adorf, bdorf):
    with place_scope(adorf), pytest.raises(DatabaseError, match=r"does not exist|denied"), transaction.atomic():
        rows(f"SELECT 1; SET ROLE {bdorf.schema}; SELECT 2")
        Person.objects.first()


@committing
def test_a_new_connection_gets_its_scope_anew(adorf):
    with place_scope(adorf):
        who()
        connection.close()

        assert who() == here(adorf)


@committing
def test_what_waits_for_the_commit_runs_in_the_scope_that_asked_for_it(adorf, bdorf):
    seen = []
    with transaction.atomic():
        for scope in (place_scope(adorf), place_scope(bdorf), platform_scope()):
            with scope:
                transaction.on_commit(lambda: seen.append(who()))

    assert seen == [here(adorf), here(bdorf), PLATFORM]


@committing
def test_what_waits_for_the_commit_without_a_scope_gets_none(adorf):
    seen = []
    with place_scope(adorf):
        with transaction.atomic():
            who()
        with pytest.raises(NoScope):
            _register_outside(seen)

    assert seen == []


def _register_outside(seen: list[object]) -> None:
    import contextvars

    contextvars.Context().run(lambda: transaction.on_commit(lambda: seen.append(who())))


def test_an_iterator_of_the_server_keeps_its_rows_across_a_switch(adorf, bdorf, anna, carla):
    with place_scope(adorf):
        mine = {Idea.submit(by=anna, title=f"Idee {number}", body="aus Adorf").pk for number in range(5)}
    with place_scope(bdorf):
        theirs = Idea.submit(by=carla, title="Idee nebenan", body="aus Bdorf").pk

    with place_scope(adorf):
        found = Contribution.objects.order_by("pk").iterator(chunk_size=1)
        seen = {next(found).pk}
        with place_scope(bdorf):
            assert [each.pk for each in Contribution.objects.all()] == [theirs]
        with platform_scope():
            who()
        seen |= {each.pk for each in found}

    assert seen == mine


@pytest.mark.parametrize("move", ["set_tenant", "set_schema"])
def test_moving_the_connection_by_hand_is_refused(adorf, bdorf, move):
    with place_scope(adorf):
        with pytest.raises(TenantMismatch, match="never the connection"):
            getattr(connection, move)(bdorf)

        assert who() == here(adorf)


def test_assigning_a_tenant_to_the_connection_moves_nothing(adorf, bdorf):
    with place_scope(adorf):
        connection.schema_name, connection.tenant = bdorf.schema, bdorf
        connection.set_schema_to_public()

        assert (connection.schema_name, connection.tenant) == (adorf.schema, adorf)
        assert who() == here(adorf)


def test_introspection_sees_the_tables_of_the_scope_only(adorf, bdorf):
    with place_scope(bdorf):
        assert "contributions_contribution" in connection.introspection.table_names()
        assert not {"tenants_tenant", "toy_toy"} & set(connection.introspection.table_names())
    with platform_scope():
        assert "contributions_contribution" not in connection.introspection.table_names()


def test_a_person_is_deleted_where_the_toys_are_absent(bdorf, carla):
    with place_scope(bdorf):
        Idea.submit(by=carla, title="Idee nebenan", body="aus Bdorf").delete()
        carla.delete()

        assert not Person.objects.exists()


def test_a_person_is_deleted_with_their_toys_where_there_are_any(adorf, anna):
    with place_scope(adorf):
        toy = Toy(author=anna, title="Kreisel", body="dreht sich")
        toy.publish()
        Owner.objects.create(person=anna, toy=toy)
        anna.delete()

        assert (Owner.objects.count(), Toy.objects.count(), Contribution.objects.count()) == (0, 0, 0)
