"""Pages, cards and blocks ask the same number of questions for one thing as for three."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from platform_core import registry
from platform_core.comments.models import comment_on
from platform_core.scope import place_scope, platform_scope
from tests.contract.rows import contribute
from tests.fixtures import make_person

KINDS = {module.name: (module, kind) for module in registry.modules().values() for kind in module.kinds}
NAMES = ("Karl Muster", "Lotte Probe", "Mara Beispiel", "Nils Vorlage")

every_kind = pytest.mark.parametrize(("module", "kind"), KINDS.values(), ids=KINDS)
either_visitor = pytest.mark.parametrize("signed_in", [False, True], ids=["anonymous", "signed in"])


@pytest.fixture
def counted(full, portal, visit):
    """`counted(path, signed_in, place)`: what the second visit of a page asks, and the page; none from memory."""
    readers = {place: make_person(place, "Anna Beispiel") for place in (full, portal)}

    def questions(path, signed_in, place=full):
        visitor = visit(place, readers[place] if signed_in else None)
        assert visitor.get(path).status_code == 200
        forget_pages()
        with CaptureQueriesContext(connection) as queries:
            page = visitor.get(path)
        assert page.status_code == 200
        return [query["sql"] for query in queries], page.text

    return questions


def forget_pages():
    with platform_scope():
        cache.clear()


@pytest.fixture
def people(full, db):
    return [make_person(full, name) for name in NAMES]


def pages(module, path):
    listed = reverse(module.nav[0].url_name, urlconf="platform_core.urls.place")
    return {"home": "/", "list": listed, "detail": path, "search": "/suche/?q=Bank"}


@either_visitor
@pytest.mark.parametrize("page", ["home", "list", "detail", "search"])
@every_kind
def test_one_thing_and_three_cost_the_same(full, counted, people, module, kind, page, signed_in):
    def publish(author, number):
        with place_scope(full):
            item = contribute(kind.model, author, f"Bank Nummer {number}")
            comment_on(item, by=people[-1], body="Gute Idee.")
            item.support(by=people[-1])
            return item.get_absolute_url()

    first = publish(people[0], 1)
    one, text = counted(pages(module, first)[page], signed_in)
    assert "Bank Nummer 1" in text
    for number, author in enumerate(people[1:3], 2):
        publish(author, number)
    three, text = counted(pages(module, first)[page], signed_in)

    assert page == "detail" or "Bank Nummer 3" in text
    assert len(one) == len(three), "\n".join(["more for three:", *three])


@either_visitor
@every_kind
def test_one_comment_and_three_cost_the_same(full, counted, people, module, kind, signed_in):
    with place_scope(full):
        item = contribute(kind.model, people[0])
        first = comment_on(item, by=people[1], body="Gute Idee.")
        comment_on(item, by=people[2], body="Ja.", reply_to=first)
    one, _text = counted(item.get_absolute_url(), signed_in)
    with place_scope(full):
        for person in people[2:]:
            comment = comment_on(item, by=person, body="Finde ich auch.")
            comment_on(item, by=people[1], body="Danke.", reply_to=comment)
    three, _text = counted(item.get_absolute_url(), signed_in)

    assert len(one) == len(three), "\n".join(["more for three:", *three])


@either_visitor
@pytest.mark.parametrize("page", ["/", "/region/"])
def test_a_portal_with_one_entry_and_with_three_costs_the_same(portal, full, counted, people, page, signed_in):
    kind = next(kind for _module, kind in KINDS.values())
    with place_scope(full):
        contribute(kind.model, people[0], "Bank Nummer 1")
    one, text = counted(page, signed_in, portal)
    assert "Bank Nummer 1" in text
    with place_scope(full):
        contribute(kind.model, people[1], "Bank Nummer 2")
        contribute(kind.model, people[2], "Bank Nummer 3")
    three, text = counted(page, signed_in, portal)

    assert "Bank Nummer 3" in text
    assert len(one) == len(three), "\n".join(["more for three:", *three])
