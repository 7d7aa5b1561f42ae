"""`baukasten doctor --repair`: each kind of remains is planted, found, said and mended; what lives is left alone."""

from __future__ import annotations

import io
import os
import time
from contextlib import redirect_stdout
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.conf import settings as real
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from psycopg import sql

from platform_core.jobs.mail import send_mail
from platform_core.place import PlaceState
from platform_core.portal.models import RegionEntry
from platform_core.scope import place_scope, platform_scope
from provisioning.repair import find, mend
from provisioning.schema.roles import create_role
from tenants.addresses import TenantDirectory, place_of, tenants
from tenants.models import Domain, InstalledModule, ModuleState, Tenant
from tenants.names import new_schema_name
from tenants.postgres.ddl import ddl_login
from tests.support.database import server
from tests.support.places import make_place
from tests.toys.toy.models import Toy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from platform_core.place import Place

pytestmark = pytest.mark.django_db(transaction=True)


class Admin:
    """A superuser in a database of the test cluster."""

    def __init__(self) -> None:
        self.cluster = server()
        self.name = str(real.DATABASES["default"]["NAME"])

    def __call__(self, statement: str, name: str = "", *, database: str = "", home: str = "") -> Any:
        with psycopg.connect(self.cluster.dsn("postgres", database or self.name), autocommit=True) as line:
            query = sql.SQL(statement).format(name=sql.Identifier(name), home=sql.Literal(home))
            cursor = line.execute(query)
            return cursor.fetchall() if cursor.description else None

    def roles(self) -> set[str]:
        return {row[0] for row in self("SELECT rolname FROM pg_roles")}

    def schemas(self) -> set[str]:
        return {row[0] for row in self("SELECT nspname FROM pg_namespace")}


@pytest.fixture
def admin() -> Admin:
    return Admin()


@pytest.fixture(autouse=True)
def folder(admin: Admin, settings: Any, tmp_path: Path, places: dict[str, Place]) -> Path:
    """A data folder without what other tests left; and nothing is found before the test begins."""
    settings.DATA_FOLDER, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    settings.MAILBOX = False
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend"}}
    assert [str(finding) for finding in find()] == []
    return tmp_path


@pytest.fixture
def cdorf(adorf: Place, admin: Admin) -> Iterator[Place]:
    """A place that may come to harm."""
    with ddl_login():
        place = make_place(adorf.region_id, "cdorf", "Cdorf", modules=("ideas", "news", "pages"))
    yield place
    admin("DROP SCHEMA IF EXISTS {name} CASCADE", place.schema)
    admin("DROP ROLE IF EXISTS {name}", place.schema)
    with platform_scope():
        Tenant.objects.filter(pk=place.id).delete()
    TenantDirectory.forget()


def doctor(*options: str) -> tuple[int, str]:
    """Exit code and words of `baukasten doctor`."""
    out = io.StringIO()
    try:
        with redirect_stdout(out), platform_scope():
            call_command("doctor", *options, stdout=out)
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue()
    return 0, out.getvalue()


def expect(what: str, where: str) -> None:
    """This one thing is found, changes nothing by being found, is mended, and is found no more."""
    code, said = doctor()
    assert code == 1
    assert f"✗ {what}: {where}" in said
    assert "One thing is left over or missing. Nothing was changed." in said
    assert [(finding.what, finding.where) for finding in find()] == [(what, where)]

    code, said = doctor("--repair")
    assert (code, f"✓ {what}: {where} – mended" in said) == (0, True), said
    assert doctor() == (0, "✓ Everything is in order.\n")


def tenant_of(place: Place) -> Tenant:
    with platform_scope():
        return tenants().get(pk=place.id)


@pytest.mark.parametrize("state", [None, PlaceState.ERASED])
def test_exports_of_a_place_that_is_gone(state, cdorf, folder):
    file = folder / "exports" / ("cdorf" if state else "nirgendwo") / "ideas.zip"
    file.parent.mkdir()
    file.write_bytes(b"what people wrote")
    if state:
        with platform_scope():
            assert [str(finding) for finding in find()] == []
            Tenant.objects.filter(slug="cdorf").update(state=state)

    expect("Exports of a place that is gone", f"exports/{file.parent.name}")

    assert not file.parent.exists()


def test_exports_of_a_place_that_is_called_otherwise_by_now_are_left_alone(cdorf, folder):
    from provisioning.lifecycle.models import Export

    with platform_scope():
        Export.objects.create(tenant_id=cdorf.id, module="ideas", file="frueher/ideas.zip", made_at=timezone.now())
    file = folder / "exports" / "frueher" / "ideas.zip"
    file.parent.mkdir()
    file.write_bytes(b"what people wrote")

    assert doctor("--repair") == (0, "✓ Everything is in order.\n")
    assert file.exists()


@pytest.mark.parametrize("name", ["adorf/ideas.zip.part", "0123456789abcdef.zip.part"])
def test_an_export_that_was_not_written_to_its_end(name, folder):
    torso, fresh = folder / "exports" / name, folder / "exports" / "adorf" / "other.zip.part"
    for file in (torso, fresh):
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"what peo")
    then = time.time() - 2 * 3600
    os.utime(torso, (then, then))

    expect("An export that was not written to its end", f"exports/{name}")

    assert (torso.exists(), fresh.exists()) == (False, True), "somebody is writing the other one"


def test_a_healthy_platform_has_none(places):
    assert doctor() == doctor("--repair") == (0, "✓ Everything is in order.\n")


def test_a_schema_without_place_goes_with_its_tables_and_its_role(admin):
    name = new_schema_name()
    with ddl_login():
        create_role(name)
    admin("CREATE SCHEMA {name} AUTHORIZATION app_ddl", name)
    admin("CREATE TABLE {name}.ideas (id int); ALTER TABLE {name}.ideas OWNER TO app_ddl", name)
    admin("INSERT INTO {name}.ideas VALUES (1)", name)

    expect("A schema without place", name)

    assert name not in admin.schemas() | admin.roles()


def test_a_role_that_was_made_here_goes(admin):
    name = new_schema_name()
    with ddl_login():
        create_role(name)

    expect("A database role without place", name)

    assert name not in admin.roles()


def test_a_role_that_has_rights_here_goes_with_them(admin):
    name = new_schema_name()
    with ddl_login():
        create_role(name)
    admin("COMMENT ON ROLE {name} IS NULL", name)
    admin("GRANT SELECT ON tenants_tenant TO {name}", name)

    expect("A database role without place", name)

    assert name not in admin.roles()


@pytest.mark.parametrize("home", ["baukasten another_database", ""], ids=["says so", "says nothing"])
def test_a_role_of_another_database_is_left_alone(admin, home):
    name = new_schema_name()
    admin("CREATE ROLE {name}; COMMENT ON ROLE {name} IS {home}", name, home=home)
    try:
        assert doctor("--repair") == (0, "✓ Everything is in order.\n")
        assert name in admin.roles()
    finally:
        admin("DROP ROLE {name}", name)


def test_a_role_that_another_database_needs_stays_and_that_is_said(admin):
    name = new_schema_name()
    with ddl_login():
        create_role(name)
    admin("CREATE TABLE {name} (id int); GRANT SELECT ON {name} TO {name}", name, database="postgres")
    try:
        code, said = doctor("--repair")

        assert code == 1
        assert f"The role {name} has rights in another database of this server and stays" in said
        assert name in admin.roles()
    finally:
        admin("DROP TABLE {name}", name, database="postgres")
        admin("DROP ROLE {name}", name)


def test_a_place_whose_schema_is_missing_is_closed_and_nothing_is_made_up(cdorf, admin, visit):
    admin("DROP SCHEMA {name} CASCADE", cdorf.schema)
    where = f"cdorf ({cdorf.schema})"

    code, said = doctor()
    assert code == 1
    assert f"✗ A place without schema: {where}\n  → --repair has to be mended by people: restore the schema" in said
    code, said = doctor("--repair")
    assert (code, "mended" in said) == (0, True)

    assert visit(cdorf).get("/").status_code == 503
    assert [(finding.where, finding.mend) for finding in find()] == [(where, None)]
    assert doctor("--repair")[0] == 1
    assert cdorf.schema not in admin.schemas()


def test_a_place_without_role_gets_it_back(cdorf, admin, visit):
    admin("DROP OWNED BY {name}", cdorf.schema)
    admin("DROP ROLE {name}", cdorf.schema)

    expect("A place without database role", f"cdorf ({cdorf.schema})")

    assert visit(cdorf).get("/ideen/").status_code == 200


def stuck(place: Place, *, minutes: int) -> None:
    with platform_scope():
        begun = timezone.now() - timedelta(minutes=minutes)
        Tenant.objects.filter(pk=place.id).update(state=PlaceState.PROVISIONING, created_at=begun)
    TenantDirectory.forget()


def test_a_place_that_was_never_finished_is_finished(cdorf, admin, visit):
    admin("DROP SCHEMA {name} CASCADE", cdorf.schema)
    admin("DROP ROLE {name}", cdorf.schema)
    stuck(cdorf, minutes=11)
    with platform_scope():
        Domain.objects.filter(tenant_id=cdorf.id).delete()

    expect("A place that was never finished", f"cdorf ({cdorf.schema})")

    assert tenant_of(cdorf).state == PlaceState.ACTIVE
    assert visit(cdorf).get("/ideen/").status_code == 200


def test_a_place_that_is_being_made_is_left_alone(cdorf):
    stuck(cdorf, minutes=1)

    assert doctor("--repair") == (0, "✓ Everything is in order.\n")
    assert tenant_of(cdorf).state == PlaceState.PROVISIONING


def test_a_place_without_primary_address_gets_its_own_again(cdorf, visit):
    with platform_scope():
        Domain.objects.filter(tenant_id=cdorf.id).delete()

    expect("A place without primary address", "cdorf")

    assert visit(cdorf).get("/").status_code == 200


def test_an_address_of_no_place_is_freed(admin, places):
    admin(
        "SET session_replication_role = replica; INSERT INTO tenants_domain (id, tenant_id, host, is_primary, is_default, kind, problem, token)"
        " VALUES (gen_random_uuid(), gen_random_uuid(), 'verwaist.bk.test', true, true, 'platform', '', '')"
    )

    expect("An address without place", "verwaist.bk.test")


def test_what_the_portal_says_of_a_place_that_is_gone_is_taken_off(adorf):
    with platform_scope():
        facts = {"place_name": "Weg", "kind": "idea", "title": "Alt", "path": "/", "published_at": timezone.now()}
        for schema in (adorf.schema, gone := new_schema_name()):
            RegionEntry.objects.create(contribution_id=adorf.id, schema=schema, **facts)

    expect("Entries on the portal of a region, from a place that is gone", gone)

    with platform_scope():
        assert list(RegionEntry.objects.values_list("schema", flat=True)) == [adorf.schema]


def test_jobs_of_a_place_that_is_gone_are_deleted(cdorf, admin):
    with place_scope(cdorf):
        send_mail.enqueue(to="a@example.org", subject="Hallo", text="Hallo.")
    admin("DROP SCHEMA {name} CASCADE", cdorf.schema)
    admin("DROP ROLE {name}", cdorf.schema)
    with platform_scope():
        Tenant.objects.filter(pk=cdorf.id).delete()

    expect("Jobs of a place that is gone", cdorf.schema)


def toys_without_row(place: Place, module: str = "toy") -> str:
    with platform_scope():
        InstalledModule.objects.filter(tenant_id=place.id, name=module).delete()
    TenantDirectory.forget()
    return f"Tables of the module {module!r}, which the place does not have"


@pytest.fixture
def with_toys(adorf: Place) -> Iterator[Place]:
    """A place with the toy module; it has it again afterwards."""
    yield adorf
    from provisioning.switch import switch_on

    switch_on("adorf", "toy")


def test_empty_tables_of_a_module_that_a_place_does_not_have_are_dropped(with_toys, visit):
    what = toys_without_row(with_toys)

    expect(what, f"adorf ({with_toys.schema}): toy_owner, toy_toy")

    assert "toy_toy" not in tables_in(with_toys)
    assert visit(with_toys).get("/").status_code == 200


def test_tables_with_rows_are_kept_and_the_module_is_parked(with_toys, in_adorf, anna):
    toy = Toy(author=anna, title="Ball", body="Rot.")
    toy.publish()
    what = toys_without_row(with_toys)

    expect(what, f"adorf ({with_toys.schema}): toy_owner, toy_toy")

    with platform_scope():
        state = InstalledModule.objects.get(tenant_id=with_toys.id, name="toy").state
    assert state == ModuleState.PARKED
    with place_scope(place_of_row(with_toys)):
        assert Toy.objects.get().title == "Ball"


def place_of_row(place: Place) -> Place:
    with platform_scope():
        return place_of(tenants().get(pk=place.id))


def tables_in(place: Place) -> set[str]:
    with platform_scope(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [place.schema])
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.parametrize("room", ["files", "mailbox", "archive"])
def test_folders_of_a_place_that_is_gone_are_deleted(folder, adorf, room):
    gone, living = folder / room / new_schema_name(), folder / room / adorf.schema
    for each in (gone, living):
        (each / "2026").mkdir(parents=True)
        (each / "2026" / "bild.jpg").write_bytes(b"jpeg")
    (folder / room / "anderes").mkdir()

    expect("Files of a place that is gone", str(gone))

    assert (living / "2026" / "bild.jpg").exists()
    assert (folder / room / "anderes").exists()


def test_a_folder_of_another_database_of_the_server_is_left_alone(folder, admin):
    name = new_schema_name()
    (folder / "files" / name).mkdir(parents=True)
    admin("CREATE ROLE {name}", name)
    try:
        assert doctor("--repair") == (0, "✓ Everything is in order.\n")
        assert (folder / "files" / name).exists()
    finally:
        admin("DROP ROLE {name}", name)


def test_what_got_a_place_in_between_is_not_touched(cdorf, admin, monkeypatch):
    """Between looking and mending, the row of the place appears."""
    with platform_scope():
        row = Tenant.objects.get(pk=cdorf.id)
        Tenant.objects.filter(pk=cdorf.id).update(schema_name=new_schema_name())
        Domain.objects.filter(tenant_id=cdorf.id).update(is_primary=True)
    orphan = next(each for each in find() if each.what == "A schema without place")
    with platform_scope():
        row.save()

    assert "belongs to a place by now. Nothing was changed." in mend(orphan)
    assert cdorf.schema in admin.schemas()


def test_several_things_are_counted_and_mended_at_once(admin, folder):
    schemas: Callable[[], str] = new_schema_name
    with ddl_login():
        create_role(schemas())
    (folder / "files" / schemas()).mkdir(parents=True)

    assert "2 things are left over or missing." in doctor()[1]
    assert doctor("--repair")[0] == 0
    assert doctor() == (0, "✓ Everything is in order.\n")
