"""Roles, extensions and rights, on the embedded server and on any other from PostgreSQL 16.

`app` logs in for every request and owns nothing; `app_ddl` owns the database and makes places; a role per place is
what queries run as. Running it again mends what is missing. What this server does not let us do comes back as
sentences for the operator.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from tenants.postgres.embedded import DatabaseProblem
from tenants.postgres.rights import LARGE_OBJECTS, sentences_about_rights

OLDEST_VERSION = 160_000
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist", "fuzzystrmatch")
ROLES = {
    "app_ddl": "LOGIN CREATEROLE NOINHERIT",
    "app": "LOGIN NOINHERIT",
    "app_public": "NOLOGIN",
    "app_dump": "NOLOGIN",
}
Admin = psycopg.Connection[tuple[object, ...]]


def prepare(
    admin_dsn: str,
    database: str,
    *,
    app_password: str | None = None,
    ddl_password: str | None = None,
    createdb: bool = False,
) -> list[str]:
    """Prepare a server and one database on it; say what a superuser still has to do.

    Raises DatabaseProblem when the server is unreachable, too old, or the account may not make roles.
    """
    with _connected(admin_dsn) as admin:
        prepare_cluster(admin, app_password=app_password, ddl_password=ddl_password, createdb=createdb)
        _make_database(admin, database)
    with _connected(psycopg.conninfo.make_conninfo(admin_dsn, dbname=database)) as admin:
        prepare_database(admin)
        return sentences_about_rights(admin)


def missing_rights(dsn: str) -> list[str]:
    """Say which of the rights and revokes are not in force, as seen by any role of the database."""
    with _connected(dsn) as connection:
        return sentences_about_rights(connection)


def prepare_cluster(
    admin: Admin, *, app_password: str | None = None, ddl_password: str | None = None, createdb: bool = False
) -> None:
    """Make the roles, all or none. `createdb` is for clusters of tests."""
    if admin.info.server_version < OLDEST_VERSION:
        raise DatabaseProblem(
            f"The Baukasten needs PostgreSQL 16 or newer; this server has {admin.info.server_version // 10_000}."
        )
    with admin.transaction():
        admin.execute("SELECT pg_catalog.pg_advisory_xact_lock(7225387)")  # two at once wait for each other
        admin.execute("SET LOCAL createrole_self_grant = 'set'")  # so that an admin without superuser can act for them
        for role, options in ROLES.items():
            _make_role(admin, role, options)
        admin.execute("GRANT app_public TO app, app_ddl WITH INHERIT FALSE, SET TRUE")
        admin.execute("GRANT app_dump TO app_ddl WITH INHERIT FALSE, SET TRUE")
        admin.execute("ALTER ROLE app_ddl SET createrole_self_grant = 'set'")
        if createdb:
            admin.execute("ALTER ROLE app_ddl CREATEDB")
        for role, password in (("app", app_password), ("app_ddl", ddl_password)):
            if password is not None:
                _set_password(admin, role, password)


def _make_role(admin: Admin, role: str, options: str) -> None:
    known = admin.execute("SELECT FROM pg_catalog.pg_roles WHERE rolname = %s", [role]).fetchone()
    verb = "CREATE" if known is None else "ALTER"
    admin.execute(sql.SQL(f"{verb} ROLE {{}} {options}").format(sql.Identifier(role)))


def _set_password(admin: Admin, role: str, password: str) -> None:
    """Set a password so that neither the network nor the server's log ever holds it in clear."""
    scrambled = admin.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    admin.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(scrambled)))


def _make_database(admin: Admin, database: str) -> None:
    """Make the database with a locale that sorts alike everywhere; where the server has none, with its own."""
    if admin.execute("SELECT FROM pg_catalog.pg_database WHERE datname = %s", [database]).fetchone():
        return
    statement = sql.SQL("CREATE DATABASE {} OWNER app_ddl TEMPLATE template0 ENCODING 'UTF8'")
    plain = statement.format(sql.Identifier(database))
    try:
        admin.execute(plain + sql.SQL(" LOCALE 'C.UTF-8'"))
    except psycopg.errors.DuplicateDatabase:
        pass
    except (psycopg.errors.WrongObjectType, psycopg.errors.InvalidParameterValue):
        admin.execute(plain)


def prepare_database(admin: Admin) -> None:
    """Make extensions and rights in the database that the connection is in, all or none."""
    database = sql.Identifier(admin.info.dbname)
    with admin.transaction():
        admin.execute("SELECT pg_catalog.pg_advisory_xact_lock(7225387)")
        admin.execute("SET LOCAL ROLE app_ddl")  # the owner suffices, also where nobody gives us a superuser
        _make_extensions(admin)
        _give_rights(admin, database)
        admin.execute("RESET ROLE")
        _revoke_as_superuser(admin)


def _make_extensions(admin: Admin) -> None:
    admin.execute("CREATE SCHEMA IF NOT EXISTS ext")
    admin.execute("GRANT USAGE ON SCHEMA ext TO PUBLIC")
    for extension in EXTENSIONS:
        admin.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {} SCHEMA ext").format(sql.Identifier(extension)))
    # unaccent() itself is only stable, because somebody could change its dictionary: indexes would refuse it.
    admin.execute(
        "CREATE OR REPLACE FUNCTION ext.fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE "
        "RETURN pg_catalog.lower(ext.unaccent('ext.unaccent'::pg_catalog.regdictionary, $1))"
    )


def _give_rights(admin: Admin, database: sql.Identifier) -> None:
    """Let everybody do nothing; give each role what it needs. The public schema belongs to the platform."""
    for statement in (
        "REVOKE ALL ON DATABASE {} FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {} TO app, app_ddl, SESSION_USER",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE, CREATE ON SCHEMA public TO app_ddl",
        "GRANT USAGE ON SCHEMA public TO app_public",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app_public",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO app_public",
    ):
        admin.execute(sql.SQL(statement).format(database))


def _revoke_as_superuser(admin: Admin) -> None:
    """Take from everybody what reaches across places: settings by function, large objects.

    Where we are not allowed to, nothing happens here and `missing_rights` says so.
    """
    set_config = "FUNCTION pg_catalog.set_config(text, text, boolean)"
    with _where_allowed(admin):
        admin.execute(f"GRANT EXECUTE ON {set_config} TO app, app_ddl, app_dump")
        admin.execute(f"REVOKE EXECUTE ON {set_config} FROM PUBLIC")
    with _where_allowed(admin):
        admin.execute("REVOKE UPDATE ON pg_catalog.pg_settings FROM PUBLIC")
    with _where_allowed(admin):
        for (function,) in admin.execute(LARGE_OBJECTS).fetchall():
            admin.execute(sql.SQL("REVOKE EXECUTE ON FUNCTION {} FROM PUBLIC").format(sql.SQL(str(function))))
    with _where_allowed(admin):
        admin.execute("GRANT pg_read_all_data TO app_dump")


@contextmanager
def _where_allowed(admin: Admin) -> Iterator[None]:
    try:
        with admin.transaction():
            yield
    except psycopg.errors.InsufficientPrivilege:
        pass


@contextmanager
def _connected(dsn: str) -> Iterator[Admin]:
    """Connect, and turn what the server refuses into a sentence. Passwords are never part of it."""
    info = psycopg.conninfo.conninfo_to_dict(dsn)
    where = f"{info.get('dbname', '')} at {info.get('host', 'localhost')} as {info.get('user', '')}"
    try:
        with psycopg.connect(dsn, autocommit=True, connect_timeout=10) as connection:
            yield connection
    except psycopg.errors.InsufficientPrivilege as error:
        raise DatabaseProblem(
            f"The account may not prepare the database {where}: {error.diag.message_primary}. It needs CREATEROLE "
            "and CREATEDB, or be a superuser."
        ) from error
    except psycopg.Error as error:
        raise DatabaseProblem(f"The database {where} cannot be prepared or reached: {str(error).strip()}") from error
