"""The positive controls: leaks put in on purpose are reported by the same checks that find none without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import caches
from django.db import DatabaseError, transaction
from psycopg import sql

from platform_core.accounts.backend import PersonBackend
from platform_core.files.storage import PlaceStorage
from platform_core.scope import current, place_scope
from tenants import middleware
from tenants.addresses import TenantDirectory
from tenants.models import Tenant
from tenants.postgres.base import DatabaseWrapper
from tests.isolation.asking import WHO, rows
from tests.isolation.cookies import faults_of
from tests.isolation.routes import PLACE, routes
from tests.isolation.storage import reached
from tests.isolation.test_hosts import NOBODYS, answers
from tests.isolation.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.isolation.cast import World
    from tests.isolation.letters import Post

FEW = {"home", "search", "feedback", "me", "ideas:detail"}


def by_the_walk(world: World, post: Post) -> list[str]:
    few = [route for route in routes(PLACE) if route.name in FEW]
    return (
        Walk(world, post, "adorf", "bdorf").over(few, people=("nobody", "resident"), methods=("GET", "POST")).findings
    )


def by_hosts(world: World, post: Post) -> list[str]:
    return [host for host in NOBODYS if answers(host) != 404]


def by_files(world: World, post: Post) -> list[str]:
    return reached(world.houses["adorf"], world.houses["bdorf"])


def by_the_kernel(world: World, post: Post) -> list[str]:
    schema = world.houses["adorf"].schema
    with world.houses["adorf"].scope:
        role, path = rows(WHO)[0]
    return [] if (role, path.replace('"', "")) == (schema, f"{schema}, ext") else [f"{role} at {path}"]


def by_cookies(world: World, post: Post) -> list[str]:
    return faults_of(world.houses["adorf"])


# --- the leaks -----------------------------------------------------------------------------------------


def lookup_by_suffix(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    exact = TenantDirectory._load_host

    def ending(self: TenantDirectory, host: str) -> object:
        places = [house.place for house in world.houses.values() if house.place]
        return exact(self, host) or next((place for place in places if host.endswith(place.host)), None)

    monkeypatch.setattr(TenantDirectory, "_load_host", ending)


def keys_without_schema(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setattr(caches["default"], "key_func", lambda key, prefix, version: f"{prefix}:{version}:{key}")


def scope_by_header(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    exact = middleware.find

    def trusting(request: object) -> object:
        given = request.headers.get("x-forwarded-host")  # type: ignore[attr-defined]
        if given:
            request.META["HTTP_HOST"] = given  # type: ignore[attr-defined]
        return exact(request)  # type: ignore[arg-type]

    monkeypatch.setattr(middleware, "find", trusting)


def scope_by_parameter(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    exact = middleware.find

    def trusting(request: object) -> object:
        place = TenantDirectory().place_of_schema(request.GET.get("schema", ""))  # type: ignore[attr-defined]
        scope = exact(request)  # type: ignore[arg-type]
        return place_scope(place) if place else scope

    monkeypatch.setattr(middleware, "find", trusting)


def public_on_the_path(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    def careless(self: DatabaseWrapper) -> None:
        with self.connection.cursor() as cursor:
            path = sql.SQL("RESET ROLE; SET search_path = {}, public, ext").format(sql.Identifier(current().schema))
            cursor.execute(path)

    monkeypatch.setattr(DatabaseWrapper, "follow", careless)


def sessions_for_all_places(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    neighbour = world.houses["bdorf"].place
    load, get_user = SessionStore.load, PersonBackend.get_user

    def from_the_neighbour(self: SessionStore) -> object:
        with place_scope(neighbour):
            row = self.model.objects.filter(session_key=self.session_key).first()
            return self.decode(row.session_data) if row else load(self)

    def user_anywhere(self: PersonBackend, pk: object) -> object:
        with place_scope(neighbour):
            person = get_user(self, pk)
            if person:
                assert person.roles
        return person or get_user(self, pk)

    monkeypatch.setattr(SessionStore, "load", from_the_neighbour)
    monkeypatch.setattr(PersonBackend, "get_user", user_anywhere)


def cookies_for_the_whole_domain(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setattr(settings, "SESSION_COOKIE_DOMAIN", ".bk.test")
    monkeypatch.setattr(settings, "SESSION_COOKIE_NAME", "session")


def one_folder_for_all(monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setattr(PlaceStorage, "base_location", property(lambda self: str(settings.MEDIA_ROOT)))


LEAKS = [
    (lookup_by_suffix, by_hosts),
    (keys_without_schema, by_the_walk),
    (scope_by_header, by_the_walk),
    (scope_by_parameter, by_the_walk),
    (public_on_the_path, by_the_kernel),
    (sessions_for_all_places, by_the_walk),
    (cookies_for_the_whole_domain, by_cookies),
    (one_folder_for_all, by_files),
]


@pytest.mark.parametrize(("leak", "check"), LEAKS, ids=lambda each: each.__name__)
def test_a_leak_is_caught(world, post, monkeypatch, leak, check):
    leak(monkeypatch, world)

    assert check(world, post), f"{leak.__name__} was not noticed"


def test_public_on_the_path_shows_nothing_either(world, monkeypatch):
    """The rights of the roles hold where the path does not."""
    public_on_the_path(monkeypatch, world)

    with world.houses["adorf"].scope, pytest.raises(DatabaseError), transaction.atomic():
        Tenant.objects.first()


@pytest.mark.parametrize("check", dict.fromkeys(check for _leak, check in LEAKS), ids=lambda each: each.__name__)
def test_without_a_leak_the_same_checks_find_nothing(world, post, check: Callable[[World, Post], list[str]]):
    assert check(world, post) == []
