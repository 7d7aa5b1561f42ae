"""The walk over the control panel: no content of a place for anybody, no place of another agency for an agency.

For every pattern, method and person: the answer about somebody else's place, order, blueprint … is the one
about something that does not exist; what people wrote in their place never comes back, not even to operators.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.urls import reverse

from tests.isolation.panel_factories import PANEL, SAME_FOR_ALL, arguments_of
from tests.isolation.routes import routes

if TYPE_CHECKING:
    from tests.isolation.cast import World
    from tests.isolation.routes import Route

#: Of every host, or the way in: the walks over places and the platform have them.
SHARED = ("theming:", "legal:", "account_", "mfa_", "mailbox", "set_language", "healthz", "robots", "tile")
VARIES = re.compile(rb"[0-9]+|nonce|[a-f0-9-]{36}")
#: What lies in a place and stands on a page of the panel all the same, with the reason.
NAMED = {"care:people": "accounts.Person.name"}  # who holds a role there; see provisioning/care/tests/test_panel.py
HOST = f"panel.{settings.DOMAIN}"
#: Agencies know each other by name: they share blueprints and hand wishes on.
AGENCIES = {"public: tenants.Agency.name", "public: tenants.Agency.slug"}
KEYS = re.compile(r"t_[a-z2-7]{10}")


def own_routes() -> list[Route]:
    return [route for route in routes(PANEL) if not route.name.startswith(SHARED)]


def ask(post, world, route, arguments, person, method):
    cookie = {settings.SESSION_COOKIE_NAME: world.houses["platform"].sessions[person]} if person else {}
    from tests.support.visitor import Visitor

    visitor = Visitor(host=HOST)
    for name, value in cookie.items():
        visitor.cookies[name] = value
    path = reverse(route.name, urlconf=PANEL, kwargs=arguments)
    return path, visitor.generic(method, path)


def told(path: str, answer) -> tuple[int, str, bytes]:
    """What an answer says, without what was asked for and without numbers that count up."""
    asked = [part.encode() for part in path.split("/") if part]
    content = b"" if answer.streaming else answer.content
    for part in sorted(asked, key=len, reverse=True):
        content = content.replace(part, b"")
    location = answer.headers.get("Location", "")
    for part in path.split("/"):
        location = location.replace(part, "") if part else location
    return answer.status_code, location, VARIES.sub(b"", content)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_belongs_to_another_agency_is_as_if_it_were_not_there(world: World, post, method):
    findings = []
    for route in own_routes():
        theirs, nobodys = arguments_of(world, route, "theirs"), arguments_of(world, route, "nobodys")
        if not theirs or route.name in SAME_FOR_ALL:
            continue
        path, answer = ask(post, world, route, theirs, "agency", method)
        other, control = ask(post, world, route, nobodys, "agency", method)
        if told(path, answer) != told(other, control) or answer.status_code not in {404, 405}:
            findings.append(f"{method} {route.name}: {answer.status_code} in place of {control.status_code}")

    assert not findings, "\n".join(findings)


@pytest.mark.parametrize("person", ["operator", "agency"])
def test_what_people_wrote_in_their_place_is_never_shown(world: World, post, person):
    findings = []
    for route in own_routes():
        for whose in ("ours", "theirs"):
            path, answer = ask(post, world, route, arguments_of(world, route, whose), person, "GET")
            text = "" if answer.streaming else answer.content.decode(errors="replace")
            if answer.status_code >= 500:
                findings.append(f"{path}: {answer.status_code}")
            for word, cage in world.canaries.in_text(text):
                if route.name in NAMED and cage.endswith(NAMED[route.name]):
                    continue
                if not cage.startswith(("public:", "platform:")):
                    findings.append(f"{path} as {person} shows {cage} ({word})")
                elif person == "agency" and _is_anothers(cage, word, world):
                    findings.append(f"{path} as {person} shows {cage}, which is another agency's")
            findings += [f"{path} as {person} shows the schema {key}" for key in KEYS.findall(text)]

    assert not findings, "\n".join(sorted(set(findings)))


def _is_anothers(cage: str, word: str, world: World) -> bool:
    return cage.startswith("public:") and cage not in AGENCIES and word not in world.own["agency"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_strangers_sign_in_first_wherever_they_knock(world: World, post, method):
    open_doors = []
    for route in own_routes():
        path, answer = ask(post, world, route, arguments_of(world, route, "ours"), "", method)
        asked_to_sign_in = answer.status_code == 302 and answer.headers["Location"].startswith("/konto/login/")
        if not asked_to_sign_in and answer.status_code not in {404, 405}:
            open_doors.append(f"{method} {path}: {answer.status_code}")

    assert not open_doors, "\n".join(open_doors)
