"""What each role of the database may and may not do, proved by connecting as that role."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import errors

from tenants.postgres.embedded import DatabaseProblem, Embedded
from tenants.postgres.prepare import missing_rights, prepare

Connection = psycopg.Connection[tuple[object, ...]]


@pytest.fixture(scope="module")
def server() -> Iterator[Embedded]:
    """A running server with one prepared database, `prepared`."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        server = Embedded(Path(folder) / "server", durable=False)
        server.start()
        try:
            assert prepare(server.dsn("postgres"), "prepared") == []
            with connect(server, "app_ddl") as ddl:
                ddl.execute("CREATE TABLE public.places (name text)")
                ddl.execute("INSERT INTO public.places VALUES ('Weslarn')")
                ddl.execute("CREATE ROLE t_a NOLOGIN")
                ddl.execute("GRANT t_a TO app WITH INHERIT FALSE, SET TRUE")
                ddl.execute("CREATE SCHEMA t_a")
                ddl.execute("GRANT USAGE ON SCHEMA t_a TO t_a")
                ddl.execute("CREATE TABLE t_a.ideas (title text)")
                ddl.execute("GRANT SELECT ON t_a.ideas TO t_a")
            yield server
        finally:
            server.stop()


def connect(server: Embedded, role: str, database: str = "prepared") -> Connection:
    """Open a connection as a role."""
    return psycopg.connect(server.dsn(role, database), autocommit=True)


@pytest.fixture
def app(server: Embedded) -> Iterator[Connection]:
    """A connection as requests have it."""
    with connect(server, "app") as connection:
        yield connection


@pytest.fixture
def resident(app: Connection) -> Connection:
    """A connection in the role of one place."""
    app.execute("SET ROLE t_a")
    return app


def test_preparing_again_changes_nothing_and_misses_nothing(server: Embedded) -> None:
    assert prepare(server.dsn("postgres"), "prepared") == []
    assert missing_rights(server.dsn("app", "prepared")) == []


def test_app_owns_nothing_and_reads_nothing_by_itself(app: Connection) -> None:
    for table in ("public.places", "t_a.ideas"):
        with pytest.raises(errors.InsufficientPrivilege):
            app.execute(f"SELECT * FROM {table}".encode())


@pytest.mark.parametrize("role", ["app_ddl", "postgres", "app_dump"])
def test_app_becomes_nobody_stronger(app: Connection, role: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        app.execute(f"SET ROLE {role}".encode())


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TEMP TABLE cover (title text)",
        "CREATE TABLE public.more (title text)",
        "CREATE SCHEMA more",
        "CREATE ROLE more",
        "GRANT t_a TO app_public",
    ],
)
def test_app_makes_nothing(app: Connection, statement: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        app.execute(statement.encode())


def test_app_may_set_the_time_zone_as_django_does(app: Connection) -> None:
    assert app.execute("SELECT set_config('TimeZone', 'Europe/Berlin', false)").fetchone() == ("Europe/Berlin",)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT set_config('role', 'app_public', false)",
        "UPDATE pg_settings SET setting = 'app_public' WHERE name = 'role'",
        "SELECT lo_create(0)",
        "SELECT lo_from_bytea(0, 'x')",
        "SELECT lo_creat(-1)",
        "CREATE TEMP TABLE ideas (title text)",
        "SELECT * FROM public.places",
        "CREATE TABLE t_a.more (title text)",
        "INSERT INTO t_a.ideas VALUES ('x')",
    ],
)
def test_the_role_of_a_place_stays_in_its_place(resident: Connection, statement: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        resident.execute(statement.encode())


def test_the_role_of_a_place_reads_its_place_and_folds_words(resident: Connection) -> None:
    resident.execute("SET search_path = t_a, ext")

    assert resident.execute("SELECT title FROM ideas").fetchall() == []
    assert resident.execute("SELECT fold('Größe ÄÖÜ Café')").fetchone() == ("grosse aou cafe",)


def test_fold_serves_in_indexes_and_with_any_path(server: Embedded) -> None:
    with connect(server, "app_ddl") as ddl:
        ddl.execute("SET search_path = ''")
        assert ddl.execute("SELECT ext.fold('Straße'), ext.fold(NULL)").fetchone() == ("strasse", None)
        ddl.execute(
            "CREATE TABLE public.words (word text, folded text GENERATED ALWAYS AS (ext.fold(word)) STORED, "
            "during pg_catalog.tstzrange)"
        )
        ddl.execute("CREATE INDEX ON public.words USING gin (folded ext.gin_trgm_ops)")
        ddl.execute("ALTER TABLE public.words ADD EXCLUDE USING gist (word WITH =, during WITH &&)")


def test_the_platform_reads_and_writes_its_tables_only(app: Connection) -> None:
    app.execute("SET ROLE app_public")

    assert app.execute("UPDATE public.places SET name = 'Weslarn'").rowcount == 1
    for statement in ("DROP TABLE public.places", "CREATE TABLE public.more ()", "SELECT * FROM t_a.ideas"):
        with pytest.raises(errors.InsufficientPrivilege):
            app.execute(statement.encode())


def test_the_ddl_role_enters_places_it_made_but_cannot_rule_the_server(server: Embedded) -> None:
    with connect(server, "app_ddl") as ddl:
        ddl.execute("SET ROLE t_a")
        ddl.execute("RESET ROLE")
        for statement in ("SET ROLE postgres", "CREATE DATABASE more", "CREATE ROLE more SUPERUSER"):
            with pytest.raises(errors.InsufficientPrivilege):
                ddl.execute(statement.encode())


def test_other_roles_do_not_even_connect(server: Embedded) -> None:
    with connect(server, "postgres") as admin:
        admin.execute("CREATE ROLE passer_by LOGIN")

    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        connect(server, "passer_by")


def test_passwords_reach_the_server_scrambled(server: Embedded) -> None:
    prepare(server.dsn("postgres"), "prepared", app_password="geheim", createdb=True)

    with connect(server, "postgres") as admin:
        row = admin.execute("SELECT rolpassword FROM pg_authid WHERE rolname = 'app'").fetchone()
        assert row is not None
        assert str(row[0]).startswith("SCRAM-SHA-256$")
        assert admin.execute("SELECT rolcreatedb FROM pg_roles WHERE rolname = 'app_ddl'").fetchone() == (True,)
        admin.execute("ALTER ROLE app_ddl NOCREATEDB")


def test_what_somebody_opened_again_is_named_and_mended(server: Embedded) -> None:
    with connect(server, "postgres") as admin:
        admin.execute("GRANT EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) TO PUBLIC")
        admin.execute("GRANT TEMP ON DATABASE prepared TO PUBLIC")
        admin.execute("GRANT app_ddl TO app")
        missing = missing_rights(server.dsn("app", "prepared"))
        admin.execute("REVOKE app_ddl FROM app")

    assert len(missing) == 3
    assert "REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC" in missing[0]
    assert prepare(server.dsn("postgres"), "prepared") == []


def test_an_admin_without_superuser_prepares_what_it_may_and_hears_the_rest() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        server = Embedded(Path(folder) / "server", durable=False)
        server.start()
        try:
            with connect(server, "postgres", "postgres") as admin:
                admin.execute("CREATE ROLE chief LOGIN CREATEROLE CREATEDB")
            first = prepare(server.dsn("chief"), "prepared")
            again = prepare(server.dsn("chief"), "prepared")

            assert first == again
            assert [sentence.split(".")[0] for sentence in first] == [
                "The role of a place may change settings through set_config()",
                "The role of a place may change settings through pg_settings",
                "The role of a place may make large objects, which belong to no place",
            ]
            assert prepare(server.dsn("postgres"), "prepared") == []
        finally:
            server.stop()


def test_an_account_without_rights_hears_what_it_needs(server: Embedded) -> None:
    with pytest.raises(DatabaseProblem, match="needs CREATEROLE"):
        prepare(server.dsn("app", "prepared"), "other")


def test_a_database_that_nobody_prepared_is_named(server: Embedded) -> None:
    [sentence] = missing_rights(server.dsn("postgres", "postgres"))

    assert "baukasten database prepare --database postgres --admin-url" in sentence
