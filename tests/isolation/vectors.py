"""The ways in which a request to one house can try to reach another, each with the request it must equal."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tests.isolation.cast import values_of, values_of_nobody
from tests.isolation.factories import PURE, TYPED, path_of
from tests.isolation.letters import UNSAFE, Letter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.isolation.cast import House, World
    from tests.isolation.routes import Route

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
#: Names under which an application might take a stranger's value.
NAMES = {
    "contribution": ("id", "pk", "key", "contribution", "contribution_id", "object", "idea"),
    "number": ("number", "nr", "page"),
    "comment": ("reply_to", "comment", "parent", "zitat"),
    "person": ("user", "user_id", "person", "author", "author_id", "uid"),
    "schema": ("schema", "schema_name", "SCHEMA"),
    "tenant": ("tenant", "tenant_id", "place", "place_id"),
    "region": ("region", "region_id", "agency"),
    "slug": ("slug", "village"),
    "host": ("host", "domain", "_host"),
    "url": ("next", "url", "redirect_to", "return"),
    "mail": ("mail", "mailbox"),
    "file": ("file", "path", "name_of_file"),
    "words": ("q",),
    "email": ("email", "login", "to"),
}
NAMING_HEADERS = ("x-forwarded-host", "x-forwarded-server", "x-original-host", "x-host", "x-tenant", "x-schema")


@dataclass(frozen=True)
class Case:
    """A probe and the request whose answer it must get; `closed` are houses whose tables stay untouched."""

    route: Route
    person: str
    vector: str
    probe: Letter
    control: Letter
    closed: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.probe.method} {self.route} on {self.probe.host} as {self.person}, vector {self.vector}"


class Vectors:
    """All cases of a pattern, seen from one house towards a stranger's."""

    def __init__(self, world: World, house: House, stranger: House) -> None:
        self.house, self.stranger = house, stranger
        self.values, self.none = values_of(world, stranger), values_of_nobody()
        self.host = house.host
        self.platform = world.houses["platform"]
        self.others = tuple(each.schema for each in world.houses.values() if each.place and each is not house)
        self.unknown = secrets.token_hex(16)  # the same for all: what it is answered is asked once for everybody
        self.apart = tuple(each.schema for each in world.houses.values() if each.place and each is not stranger)

    def cases(self, route: Route, method: str, person: str) -> Iterator[Case]:
        base = self._base(route, method, person)
        for vector, probe, control in self._pairs(route, base):
            closed = self.apart if vector == "host" else self.others
            yield Case(route, person, vector, probe, control, closed)

    def _base(self, route: Route, method: str, person: str) -> Letter:
        body = tuple(TYPED.items()) if method in UNSAFE else ()
        session = self.house.sessions.get(person, "")
        return Letter(method, self.host, path_of(route, self.house), session, body=body)

    def _pairs(self, route: Route, base: Letter) -> Iterator[tuple[str, Letter, Letter]]:
        yield "nothing", base, base
        if route.arguments and route.name not in PURE:
            yield from self._arguments(route, base)
        yield "query", self._query(base, self.values), self._query(base, self.none)
        if base.method in UNSAFE:
            yield "body", self._body(base, self.values), self._body(base, self.none)
        if base.method in {"GET", "POST"}:
            yield "cache", replace(base, warm=self.stranger.schema), base
        yield "headers", replace(base, headers=self._headers(base, self.values["host"])), base
        yield from self._origins(base)
        yield from self._cookies(base)
        if self.stranger.place:
            strange = replace(base, host=self.values["host"], path=path_of(route, self.stranger))
            yield "host", strange, replace(strange, session=self.unknown if base.session else "")

    def _arguments(self, route: Route, base: Letter) -> Iterator[tuple[str, Letter, Letter]]:
        probe = replace(base, path=path_of(route, self.stranger), words=self._words(route, self.stranger))
        control = replace(base, path=path_of(route, None), words=self._words(route, None))
        yield "argument", probe, control
        if base.method in UNSAFE:
            htmx = (*base.headers, ("hx-request", "true"))
            yield "argument, htmx", replace(probe, headers=htmx), replace(control, headers=htmx)

    def _words(self, route: Route, house: House | None) -> tuple[tuple[str, str], ...]:
        from tests.isolation.factories import arguments

        return tuple((name, str(value)) for name, value in arguments(route, house).items())

    @staticmethod
    def _query(base: Letter, values: dict[str, str]) -> Letter:
        query = tuple((name, values[value]) for value, names in NAMES.items() for name in names if name != "page")
        return replace(base, query=query, words=tuple(values.items()))

    @staticmethod
    def _body(base: Letter, values: dict[str, str]) -> Letter:
        strange = {name: values[value] for value, names in NAMES.items() for name in names}
        more = {"is_staff": "1", "is_superuser": "1", "role": "admin", "roles": "admin", "state": "published"}
        return replace(base, body=tuple({**TYPED, **strange, **more}.items()), words=tuple(values.items()))

    @staticmethod
    def _headers(base: Letter, host: str) -> tuple[tuple[str, str], ...]:
        named = tuple((name, host) for name in NAMING_HEADERS)
        return (*base.headers, *named, ("forwarded", f"host={host};proto=https"), ("referer", f"https://{host}/"))

    def _origins(self, base: Letter) -> Iterator[tuple[str, Letter, Letter]]:
        nowhere = replace(base, headers=())
        for vector, headers in {
            "origin": (("origin", f"https://{self.values['host']}"),),
            "same-site": (("origin", f"https://{self.values['host']}"), ("sec-fetch-site", "same-site")),
        }.items():
            yield vector, replace(base, headers=headers), nowhere if base.method in UNSAFE else base

    def _cookies(self, base: Letter) -> Iterator[tuple[str, Letter, Letter]]:
        """Sessions of others, tried by somebody who has none here."""
        if base.session:
            return
        unknown = replace(base, session=self.unknown)
        for whose, house in (("stranger", self.stranger), ("platform", self.platform)):
            for person, session in house.sessions.items():
                if house is not self.house:
                    yield f"cookie of the {whose}'s {person}", replace(base, session=session), unknown
