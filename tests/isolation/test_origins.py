"""Who may write: pages of the very same origin, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from modules.ideas.models import Idea
from platform_core.scope import place_scope
from platform_core.web.guard import EXEMPT, EXEMPT_HOSTS
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from platform_core.accounts.models import Person
    from platform_core.place import Place


def posting(place: Place, person: Person, **headers: str) -> int:
    visitor = Visitor(place).sign_in(person)
    del visitor.defaults["HTTP_SEC_FETCH_SITE"]
    visitor.defaults["HTTP_HOST"] = place.host
    return int(visitor.post("/ideen/neu/", {"title": "Eine Bank", "body": "am Teich"}, headers=headers).status_code)


TAKEN, REFUSED = 302, 403


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, REFUSED),
        ({"sec-fetch-site": "same-origin"}, TAKEN),
        ({"sec-fetch-site": "same-site"}, REFUSED),
        ({"sec-fetch-site": "cross-site"}, REFUSED),
        ({"sec-fetch-site": "none"}, REFUSED),
        ({"sec-fetch-site": ""}, REFUSED),
        ({"sec-fetch-site": "Same-Origin"}, REFUSED),
        ({"sec-fetch-site": "same-site", "origin": "https://adorf.bk.test"}, REFUSED),
        ({"sec-fetch-site": "cross-site", "sec-fetch-dest": "iframe", "origin": "https://adorf.bk.test"}, REFUSED),
        ({"origin": "https://adorf.bk.test"}, TAKEN),
        ({"origin": "https://bdorf.bk.test"}, REFUSED),
        ({"origin": "https://bk.test"}, REFUSED),
        ({"origin": "http://adorf.bk.test"}, REFUSED),
        ({"origin": "https://adorf.bk.test:443"}, REFUSED),
        ({"origin": "https://adorf.bk.test:8443"}, REFUSED),
        ({"origin": "https://adorf.bk.test."}, REFUSED),
        ({"origin": "https://adorf.bk.test/"}, REFUSED),
        ({"origin": "https://adorf.bk.test.evil.example"}, REFUSED),
        ({"origin": "https://xadorf.bk.test"}, REFUSED),
        ({"origin": "null"}, REFUSED),
        ({"origin": ""}, REFUSED),
        ({"referer": "https://adorf.bk.test/ideen/neu/"}, REFUSED),
        ({"x-forwarded-host": "bdorf.bk.test", "origin": "https://bdorf.bk.test"}, REFUSED),
    ],
)
def test_who_may_write(adorf, anna, headers, code):
    assert posting(adorf, anna, **headers) == code

    with place_scope(adorf):
        assert Idea.objects.count() == (code == TAKEN)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PURGE", "post"])
def test_every_method_that_is_not_for_reading_is_guarded(adorf, method):
    visitor = Visitor(adorf, headers={"sec-fetch-site": "cross-site"})

    assert visitor.generic(method, "/ideen/").status_code == REFUSED


def test_what_is_exempt_proves_itself_another_way(adorf, anna):
    """One-click unsubscribe: the path carries a signed token, and without a right one nothing is there."""
    assert EXEMPT == ("/mitteilungen/abmelden/",)
    assert set(EXEMPT_HOSTS) == {"provisioning.api.urls"}  # see provisioning/api/tests/test_gate.py

    visitor = Visitor(adorf, headers={"sec-fetch-site": "cross-site"}).sign_in(anna)
    for token in ("x", "x.y", "../../ideen/neu", "..%2F..%2Fideen%2Fneu"):
        assert visitor.post(f"/mitteilungen/abmelden/{token}/", {"title": "Eine Bank"}).status_code in {404, REFUSED}
    with place_scope(adorf):
        assert Idea.objects.count() == 0
