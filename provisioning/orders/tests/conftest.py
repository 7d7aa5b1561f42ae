"""Agencies that order: one with places, one beside it; and what they want."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest

from platform_core.scope import platform_scope
from provisioning.orders import actions
from provisioning.orders.jobs import carry_out
from provisioning.tests.conftest import no_catalog, whole_catalog  # noqa: F401  # fixtures
from tenants.models import Agency, ResponsibleBody, Tenant
from tenants.postgres.ddl import ddl_login

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from provisioning.orders.models import Order

BODY = {"key": "amt", "name": "Amt Probe", "land": "SH"}


def place(slug: str, **facts: Any) -> dict[str, Any]:
    """A place as a region file says it."""
    return {"slug": slug, "name": slug.capitalize(), "kind": "village", "body": "amt", "modules": ["ideas"]} | facts


def wanted(*slugs: str, **facts: Any) -> dict[str, Any]:
    return {"body": [BODY], "place": [place(slug, **facts) for slug in slugs]}


@pytest.fixture
def clean_up(transactional_db: None, places: Any) -> Iterator[None]:
    """The twins stay; every place and agency that a test made goes."""
    from provisioning.schema.drop import drop_place

    with platform_scope():
        agencies = set(Agency.objects.values_list("pk", flat=True))
    yield
    with ddl_login(), platform_scope():
        for tenant in Tenant.objects.exclude(slug__in=("adorf", "bdorf", "xregion")):
            drop_place(tenant)
        ResponsibleBody.objects.exclude(key="gemeinde").delete()
        Agency.objects.exclude(pk__in=agencies).delete()


@pytest.fixture
def ours(clean_up: None) -> Agency:
    with platform_scope():
        return Agency.objects.get(slug="xagentur")


@pytest.fixture
def theirs(clean_up: None) -> Agency:
    with platform_scope():
        return Agency.objects.get(slug="yagentur")


@pytest.fixture
def order_of(ours: Agency) -> Callable[..., Order]:
    """`order_of("neudorf", "altdorf")`: a draft for these places."""

    def ordered(*slugs: str, agency: Agency = ours, **facts: Any) -> Order:
        with platform_scope():
            draft = actions.start_draft(agency=agency, title="Probe")
            return actions.set_wanted(draft, wanted=wanted(*slugs, **facts))

    return ordered


@pytest.fixture
def done() -> Callable[[Order], Order]:
    """`done(order)`: submitted and carried out, as the worker does it."""

    def doing(order: Order) -> Order:
        with platform_scope():
            submitted = actions.submit(order)
            carry_out.func(str(submitted.pk))
            submitted.refresh_from_db()
        return submitted

    return doing


@pytest.fixture
def small_catalog(tmp_path: Any, transactional_db: None) -> Iterator[None]:
    """A Kreis with three municipalities and a forest, and a second Neustadt elsewhere."""
    from provisioning.catalog.load import load
    from provisioning.catalog.reader import COLUMNS
    from provisioning.tests.conftest import forget_catalog, municipality

    rows = [
        municipality("01099001", "Dünenau"),
        municipality("01099002", "Neustadt am See", population="6000"),
        municipality("01099003", "Groß Uferfelde"),
        municipality("01099009", "Forst Seewald", ars="010999999009", kind="", population="0"),
        municipality("02099001", "Dünenau", district="Kreis Anderswo"),
    ]
    path = tmp_path / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.DictWriter(file, COLUMNS)
        lines.writeheader()
        lines.writerows(rows)
    forget_catalog()
    load(path)
    yield
    forget_catalog()
