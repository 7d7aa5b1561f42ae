"""Read-only really is: every way to write is tried, and no row changes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from platform_core.jobs import hourly
from platform_core.jobs.backend import run_job
from platform_core.place import PlaceState
from platform_core.scope import place_scope, platform_scope
from platform_core.web.guard import EXEMPT
from tenants.addresses import TenantDirectory
from tenants.middleware import HANDOVER, READ_ONLY_WRITES
from tenants.models import Tenant
from tests.isolation.cast import values_of
from tests.isolation.factories import TYPED, path_of, task_arguments
from tests.isolation.routes import PLACE, routes
from tests.isolation.test_inside import tasks
from tests.isolation.walk import checksum
from tests.support.mails import run_waiting_jobs

if TYPE_CHECKING:
    from tests.isolation.cast import House, World

UNSAFE = ("post", "put", "patch", "delete")
#: Sign-in state of a device, not of the place: signing out deletes it, and reading messages changes it.
OF_DEVICES = {"django_session"}


def close(house: House, state: PlaceState = PlaceState.READ_ONLY) -> None:
    assert house.place is not None
    with platform_scope():
        Tenant.objects.filter(pk=house.place.id).update(state=state)
    TenantDirectory.forget()


def rows(house: House) -> dict[str, str]:
    return {name: md5 for name, md5 in checksum(house).items() if name not in OF_DEVICES}


@pytest.mark.parametrize("person", ["nobody", "resident", "official", "admin"])
def test_no_address_takes_anything(world: World, post, visit, person):
    here = world.houses["adorf"]
    close(here)
    visitor = visit(here.place, here.people[person]) if person != "nobody" else visit(here.place)
    before, tried = rows(here), 0

    for route in routes(PLACE):
        path = path_of(route, here)
        if path in READ_ONLY_WRITES:
            continue
        for method in UNSAFE:
            reply = getattr(visitor, method)(path, dict(TYPED) if method == "post" else None)
            tried += 1
            # Coming in with a pass writes nothing that people read; without one there is nothing there.
            refused = {403, 404, 405} if path.startswith(HANDOVER) else {403, 405}
            assert reply.status_code in refused, f"{method} {path}: {reply.status_code}"

    assert tried > 200
    assert rows(here) == before


@pytest.mark.parametrize("path", sorted(READ_ONLY_WRITES))
def test_what_is_still_taken_changes_nothing_but_the_device(world: World, post, visit, path):
    here = world.houses["adorf"]
    close(here)
    visitor = visit(here.place, here.people["resident"])
    before = rows(here)

    assert visitor.post(path, dict(TYPED)).status_code < 500

    assert rows(here) == before


def test_looking_at_every_page_writes_nothing(world: World, post, visit):
    here = world.houses["adorf"]
    close(here)
    visitor = visit(here.place, here.people["admin"])
    before = rows(here)

    for route in routes(PLACE):
        assert visitor.get(path_of(route, here)).status_code < 500

    assert rows(here) == before


@pytest.mark.parametrize("name", sorted(name for name in tasks()))
def test_no_job_writes(world: World, post, name):
    here = world.houses["adorf"]
    close(here)
    before = rows(here)

    given = task_arguments(tasks()[name], values_of(world, here))
    run_job(schema=here.schema, task=name, kwargs={key: str(value) for key, value in given.items()})

    assert rows(here) == before


def test_planned_news_waits_and_appears_afterwards(world: World, post):
    from modules.news.jobs import publish_due
    from modules.news.models import NewsItem

    here = world.houses["adorf"]
    with here.scope:
        item = NewsItem(author=here.people["official"], title="Morgen", body="…")
        item.publish_at = timezone.now() - timedelta(minutes=1)
        item.save()
        publish_due.enqueue()
    close(here)
    run_waiting_jobs()
    with here.scope:
        assert NewsItem.objects.get(pk=item.pk).published_at is None

    close(here, PlaceState.ACTIVE)
    assert run_waiting_jobs() >= 1  # the same job, put off

    with here.scope:
        assert NewsItem.objects.get(pk=item.pk).published_at is not None


def test_the_clock_passes_a_reading_place_over(world: World, post, monkeypatch):
    asked: list[str] = []
    monkeypatch.setattr(hourly, "HOURLY", [lambda place, now: asked.append(place.slug)])
    close(world.houses["adorf"])

    hourly.strike(timezone.now())

    assert "adorf" not in asked


def test_what_a_guest_left_waiting_is_not_published(world: World, post, visit):
    """A text kept before signing in needs the code by mail, and the code is not taken."""
    here = world.houses["adorf"]
    visitor = visit(here.place)
    visitor.post("/ideen/neu/", {"title": "Bank", "body": "am Teich", "email": "gast@k.example", "name": "Gast"})
    close(here)
    before = rows(here)

    for path in ("/konto/login/code/confirm/", "/konto/weiter/", "/konto/confirm-email/"):
        assert visitor.post(path, {"code": "ABC123"}).status_code == 403
        visitor.get(path)
    visitor.get("/ideen/neu/")

    assert rows(here) == before


def test_no_file_comes_in(world: World, post, visit, folders):
    here = world.houses["adorf"]
    close(here)
    visitor = visit(here.place, here.people["resident"])
    before, files = rows(here), {file for file in folders.rglob("*") if file.is_file()}

    reply = visitor.post("/dateien/neu/", {"file": SimpleUploadedFile("bild.png", b"\x89PNG")})

    assert reply.status_code == 403
    assert rows(here) == before
    assert {file for file in folders.rglob("*") if file.is_file()} == files


def test_what_has_a_proof_of_its_own_is_refused_too(world: World, post, visit):
    here = world.houses["adorf"]
    close(here)
    before = rows(here)

    for prefix in EXEMPT:
        assert visit(here.place).post(f"{prefix}{here.token}/").status_code == 403

    assert rows(here) == before


def test_mails_that_were_promised_still_leave(world: World, post):
    from platform_core.jobs.mail import queue_mail
    from platform_core.web import mailbox

    here = world.houses["adorf"]
    with place_scope(here.place):
        queue_mail(to="x@k.example", subject="Ihr Code", text="…")
    close(here)
    run_waiting_jobs()

    with here.scope:
        assert mailbox.mails()[0].subject == "Ihr Code"
