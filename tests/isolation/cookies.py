"""Cookies that a browser would send to a neighbour too, or show to a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.isolation.factories import TYPED, path_of
from tests.isolation.routes import PLACE, PLATFORM, routes
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from http.cookies import Morsel

    from tests.isolation.cast import House


def faults_of(house: House) -> list[str]:
    """Every fault of every cookie that any URL of the house sets, signed in and not."""
    found = []
    for route in routes(PLACE if house.place else PLATFORM):
        for person in ("", next(iter(house.people))):
            for method in ("get", "post"):
                visitor = Visitor(house.place)
                visitor.raise_request_exception = False
                if person:
                    visitor.sign_in(house.people[person])
                data = TYPED | {"email": "neu2@k.example"} if method == "post" else {}
                response = getattr(visitor, method)(path_of(route, house), data)
                found += [f"{route}: {fault}" for cookie in response.cookies.values() for fault in faults(cookie)]
    return found


def faults(cookie: Morsel[str]) -> list[str]:
    wrong = {
        "its name does not begin with __Host-": not cookie.key.startswith("__Host-"),
        "it is for a whole domain": bool(cookie["domain"]),
        "it is for a part of the paths": cookie["path"] != "/",
        "it travels in clear text": not cookie["secure"] and bool(cookie.value),
        "scripts may read it": not cookie["httponly"] and bool(cookie.value),
        "it comes along from other sites": str(cookie["samesite"]).lower() not in {"lax", "strict"},
    }
    return [f"{cookie.key}: {fault}" for fault, is_so in wrong.items() if is_so]
