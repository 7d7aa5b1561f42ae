"""What the role of a place may not do, even with SQL of somebody's own choice."""

from __future__ import annotations

import pytest
from django.db import DatabaseError

from platform_core.accounts.models import Person
from platform_core.scope import place_scope, platform_scope
from tenants.models import Tenant
from tests.isolation.asking import ask, attempt, outside, rows, tables

REFUSED = "permission denied|must be|insufficient|not allowed|Only roles"


def test_public_tables_are_not_on_the_path_of_a_place(adorf):
    only_public = [name for name in tables("public") if name not in tables(adorf.schema)]

    assert "tenants_tenant" in only_public
    with place_scope(adorf):
        for name in only_public:
            with pytest.raises(DatabaseError, match="does not exist"):
                attempt(f"SELECT 1 FROM {name}")


def test_public_tables_are_closed_under_their_full_name_too(adorf):
    with place_scope(adorf):
        for name in tables("public"):
            for statement in everything_with(f"public.{name}"):
                with pytest.raises(DatabaseError, match="permission denied"):
                    attempt(statement)


def test_public_models_are_out_of_reach_of_a_place(adorf):
    with place_scope(adorf), pytest.raises(DatabaseError, match="does not exist"):
        Tenant.objects.first()


def everything_with(table: str) -> tuple[str, ...]:
    """Reading, writing and locking a table."""
    return (
        f"SELECT 1 FROM {table}",
        f"INSERT INTO {table} DEFAULT VALUES",
        f"DELETE FROM {table}",
        f"TRUNCATE {table}",
        f"LOCK TABLE {table}",
        f"COPY {table} TO STDOUT",
    )


def test_the_neighbours_tables_are_closed(adorf, bdorf):
    with place_scope(adorf):
        for name in tables(bdorf.schema):
            for statement in everything_with(f"{bdorf.schema}.{name}"):
                with pytest.raises(DatabaseError, match="permission denied"):
                    attempt(statement)


def test_the_platform_does_not_look_into_places(adorf):
    with platform_scope():
        for name in tables(adorf.schema):
            with pytest.raises(DatabaseError, match="permission denied"):
                attempt(f"SELECT 1 FROM {adorf.schema}.{name}")


def test_a_place_may_use_its_own_tables_but_not_change_them(adorf):
    with place_scope(adorf):
        attempt("SELECT 1 FROM accounts_person")
        for change in ("DROP TABLE {}", "ALTER TABLE {} ADD spy text", "TRUNCATE {}", "CREATE INDEX ON {} (email)"):
            with pytest.raises(DatabaseError, match=REFUSED):
                attempt(change.format("accounts_person"))


def test_migrations_of_a_place_are_not_to_be_forged(adorf):
    """The role of a place reads nothing it could not write; this table it only needs to leave alone."""
    with place_scope(adorf), pytest.raises(DatabaseError, match=REFUSED):
        attempt("DROP TABLE django_migrations")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT set_config('role', '{b}', false)",
        "SELECT set_config('search_path', '{b}', true)",
        "UPDATE pg_settings SET setting = '{b}' WHERE name = 'role'",
        "CREATE TEMP TABLE accounts_person (email text)",
        "CREATE TABLE spy (x int)",
        "CREATE TABLE {a}.spy (x int)",
        "CREATE TABLE ext.spy (x int)",
        "CREATE VIEW spy AS SELECT 1",
        "CREATE FUNCTION spy() RETURNS int LANGUAGE sql RETURN 1",
        "CREATE SCHEMA spy",
        "CREATE ROLE spy",
        "CREATE EXTENSION dblink",
        "ALTER ROLE {b} SET search_path = {a}",
        "ALTER ROLE app SET role = {b}",
        "GRANT {b} TO {a}",
        "SELECT lo_create(0)",
        "SELECT lo_from_bytea(0, 'x')",
        "SELECT * FROM pg_largeobject",
        "SELECT * FROM pg_authid",
        "SELECT * FROM pg_statistic",
        "SELECT pg_read_file('postgresql.conf')",
        "SELECT pg_ls_dir('.')",
        "COPY (SELECT 1) TO '/tmp/spy'",
        "COPY (SELECT 1) TO PROGRAM 'cat'",
        "SELECT pg_reload_conf()",
        "SET SESSION AUTHORIZATION postgres",
        "SET SESSION AUTHORIZATION {b}",
    ],
)
def test_no_statement_leads_out_of_a_place(adorf, bdorf, statement):
    with place_scope(adorf), pytest.raises(DatabaseError, match=REFUSED):
        attempt(statement.format(a=adorf.schema, b=bdorf.schema))


@pytest.mark.parametrize("role", ["app_ddl", "app_dump", "postgres", "pg_read_all_data"])
def test_the_login_of_requests_becomes_nobody_stronger(adorf, role):
    for scope in (place_scope(adorf), platform_scope()):
        with scope, pytest.raises(DatabaseError, match="permission denied to set role"):
            attempt(f"SET ROLE {role}")


def test_the_login_of_requests_reads_nothing_by_itself(adorf):
    with outside("app") as app:
        for table in ("public.tenants_tenant", f"{adorf.schema}.accounts_person"):
            with pytest.raises(Exception, match="permission denied"):
                app.execute(f"SELECT 1 FROM {table}")


def test_what_the_neighbour_asks_just_now_is_not_visible(adorf, bdorf):
    with outside("app") as other, place_scope(adorf):
        other.execute(f"SET ROLE {bdorf.schema}")
        other.execute("SELECT 'geheime Frage'")
        seen = rows("SELECT query FROM pg_stat_activity WHERE pid = %s", [other.info.backend_pid])

    assert seen == [("<insufficient privilege>",)]


def test_the_neighbours_connection_is_not_to_be_ended(adorf, bdorf):
    with outside("app") as other:
        other.execute(f"SET ROLE {bdorf.schema}")
        with place_scope(adorf), pytest.raises(DatabaseError, match="permission denied"):
            attempt(f"SELECT pg_terminate_backend({other.info.backend_pid})")


@pytest.mark.django_db(transaction=True)
def test_statistics_tell_nothing_of_the_neighbours_values(adorf, bdorf, carla):
    with outside() as admin:
        admin.execute(f"ANALYZE {bdorf.schema}.accounts_person")
    with place_scope(adorf):
        assert ask("SELECT count(*) FROM pg_stats WHERE schemaname = %s", [bdorf.schema]) == 0
    with place_scope(bdorf):
        assert Person.objects.count() == 1
        assert ask("SELECT count(*) FROM pg_stats WHERE schemaname = %s", [bdorf.schema]) > 0
