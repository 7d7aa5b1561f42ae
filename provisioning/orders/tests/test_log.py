"""“Log” on the page of an order leads to what came of this order, and to nothing else."""

from __future__ import annotations

import re
import uuid

import pytest

from platform_core.audit.record import record
from platform_core.scope import platform_scope
from provisioning.orders import places, rollback
from tenants.models import Tenant

pytestmark = pytest.mark.django_db(transaction=True)


def link_of(visitor, order) -> str:
    """Where “Log” leads on the page of an order."""
    page = visitor.get(f"/auftraege/{order.pk}/").text
    links = set(re.findall(r'href="(/protokoll/[^"]+)"', page))  # the menu leads to all of it, without a question
    assert len(links) == 1, links
    return links.pop()


def lines(visitor, address: str) -> list[str]:
    """The lines of the log at an address, as a table."""
    return visitor.get(f"{address}&als=csv").content.decode().splitlines()[1:]


def test_the_log_of_an_order_holds_its_lines_and_those_of_its_places(at_panel, agnes, order_of, done):
    order, other = done(order_of("neudorf")), done(order_of("altdorf"))
    with platform_scope():
        neudorf = Tenant.objects.get(slug="neudorf")
        record("face.changed", subject="Neudorf", key=neudorf.pk)  # later, by somebody else
    visitor = at_panel(agnes)

    said = "\n".join(lines(visitor, link_of(visitor, order)))

    assert "Neudorf" in said
    assert "Altdorf" not in said
    assert "Aussehen geändert" not in said
    assert said.count("Auftrag erteilt") == 1
    assert "Altdorf" in "\n".join(lines(visitor, link_of(visitor, other)))


def test_the_page_says_so_keeps_it_while_narrowing_and_leads_back(at_panel, agnes, order_of, done):
    order = done(order_of("neudorf"))
    visitor = at_panel(agnes)

    page = visitor.get(link_of(visitor, order)).text

    assert f'href="/auftraege/{order.pk}/"' in page
    assert f'name="auftrag" value="{order.pk}"' in page
    assert lines(visitor, f"/protokoll/?auftrag={order.pk}&art=place.made")
    assert not lines(visitor, f"/protokoll/?auftrag={order.pk}&art=place.entered")
    assert lines(visitor, f"/protokoll/?auftrag={order.pk}&ort=neudorf")
    assert not lines(visitor, f"/protokoll/?auftrag={order.pk}&ort=adorf")


def test_a_place_that_stopped_leads_to_the_same_log(at_panel, agnes, order_of, done, monkeypatch):
    def broken(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(places, "make", broken)
    order = done(order_of("neudorf"))
    visitor = at_panel(agnes)

    assert "No space left" in visitor.get(f"/auftraege/{order.pk}/").text
    assert "Auftrag erteilt" in "\n".join(lines(visitor, link_of(visitor, order)))


def test_what_was_taken_back_stays_in_the_log_of_its_order(at_panel, agnes, order_of, done):
    order, other = done(order_of("neudorf")), done(order_of("altdorf"))
    with platform_scope():
        rollback.roll_back_order(order=order, reason="Doch nicht")
    visitor = at_panel(agnes)

    assert "Doch nicht" in "\n".join(lines(visitor, link_of(visitor, order)))
    assert "Doch nicht" not in "\n".join(lines(visitor, link_of(visitor, other)))


def test_another_agency_has_no_log_of_it(at_panel, otto, olga, order_of, done):
    order = done(order_of("neudorf"))

    for asked in (str(order.pk), str(uuid.uuid4()), "x", "%00", "'", "9" * 99):
        assert at_panel(otto).get(f"/protokoll/?auftrag={asked}").status_code == 404
    assert at_panel(olga).get(f"/protokoll/?auftrag={order.pk}").status_code == 200
