"""Which rights have to be in force in a database, and how to say that one is not."""

import psycopg

LARGE_OBJECTS = """
    SELECT p.oid::regprocedure::text FROM pg_catalog.pg_proc p
    WHERE p.pronamespace = 'pg_catalog'::regnamespace
      AND (p.proname LIKE 'lo\\_%' OR p.proname IN ('loread', 'lowrite'))
    ORDER BY 1
"""

# Each asks for what must not be (true = missing), says so, and names the remedy.
CHECKS = (
    (
        "SELECT has_function_privilege('public', 'pg_catalog.set_config(text, text, boolean)', 'EXECUTE')",
        "The role of a place may change settings through set_config().",
        "REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC",
    ),
    (
        "SELECT NOT coalesce(bool_and(has_function_privilege(rolname, "
        "'pg_catalog.set_config(text, text, boolean)', 'EXECUTE')), false) "
        "FROM pg_catalog.pg_roles WHERE rolname IN ('app', 'app_ddl', 'app_dump')",
        "The login roles may not call set_config().",
        "GRANT EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) TO app, app_ddl, app_dump",
    ),
    (
        "SELECT has_table_privilege('public', 'pg_catalog.pg_settings', 'UPDATE')",
        "The role of a place may change settings through pg_settings.",
        "REVOKE UPDATE ON pg_catalog.pg_settings FROM PUBLIC",
    ),
    (
        f"SELECT bool_or(has_function_privilege('public', f::regprocedure, 'EXECUTE')) FROM ({LARGE_OBJECTS}) AS l (f)",  # noqa: S608  # a constant of ours
        "The role of a place may make large objects, which belong to no place.",
        "REVOKE EXECUTE ON the functions pg_catalog.lo_*, loread and lowrite FROM PUBLIC",
    ),
    (
        "SELECT has_database_privilege('public', current_database(), 'TEMP')",
        "Every role may make temporary tables, which could cover the tables of a place.",
        "REVOKE ALL ON DATABASE ... FROM PUBLIC",
    ),
    (
        "SELECT has_database_privilege('public', current_database(), 'CONNECT')",
        "Every role of the server may connect to this database.",
        "REVOKE ALL ON DATABASE ... FROM PUBLIC",
    ),
    (
        "SELECT has_schema_privilege('public', 'public', 'USAGE') OR has_schema_privilege('public', 'public', 'CREATE')",
        "Every role may look into the platform's own schema.",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    ),
    (
        "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication OR rolinherit "
        "FROM pg_catalog.pg_roles WHERE rolname = 'app'",
        "The role app, which answers requests, has more rights than it needs.",
        "ALTER ROLE app NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS NOREPLICATION NOINHERIT",
    ),
    (
        "SELECT pg_has_role('app', 'app_ddl', 'MEMBER')",
        "The role app, which answers requests, can become app_ddl, which owns all tables.",
        "REVOKE app_ddl FROM app",
    ),
    (
        "SELECT NOT rolcreaterole OR rolinherit "
        "OR NOT ('createrole_self_grant=set' = ANY (coalesce(rolconfig, '{}'))) "
        "FROM pg_catalog.pg_roles WHERE rolname = 'app_ddl'",
        "The role app_ddl cannot make the roles of new places.",
        "ALTER ROLE app_ddl CREATEROLE NOINHERIT; ALTER ROLE app_ddl SET createrole_self_grant = 'set'",
    ),
    (
        "SELECT pg_encoding_to_char(encoding) <> 'UTF8' OR lower('Ä') <> 'ä' "
        "FROM pg_catalog.pg_database WHERE datname = current_database()",
        "The database does not know that 'ä' is the small 'Ä': names are not found.",
        "make it anew with ENCODING 'UTF8' LOCALE 'C.UTF-8'",
    ),
)
NOT_PREPARED = (
    "SELECT to_regprocedure('ext.fold(text)') IS NULL OR (SELECT count(*) FROM pg_catalog.pg_roles "
    "WHERE rolname IN ('app', 'app_ddl', 'app_public', 'app_dump')) < 4 OR (SELECT count(*) FROM "
    "pg_catalog.pg_extension WHERE extname IN ('pg_trgm', 'unaccent', 'btree_gist', 'fuzzystrmatch') "
    "AND extnamespace = to_regnamespace('ext')) < 4"
)


def sentences_about_rights(connection: psycopg.Connection[tuple[object, ...]]) -> list[str]:
    """Say what is missing in the database of the connection, and the statement that mends it."""
    database = connection.info.dbname
    if _is_true(connection, NOT_PREPARED):
        return [
            f"The database {database} is not prepared. Run `baukasten database prepare --database {database} "
            "--admin-url postgresql://…` with an account that may make roles."
        ]
    return [
        f"{saying} A superuser can change that in the database {database}: {remedy.replace('...', database)}"
        for question, saying, remedy in CHECKS
        if _is_true(connection, question)
    ]


def _is_true(connection: psycopg.Connection[tuple[object, ...]], question: str) -> bool:
    row = connection.execute(question.encode()).fetchone()
    return bool(row and row[0])
