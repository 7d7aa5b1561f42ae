"""The catalogue as it is supplied, loaded once for a module; and small lists to load instead of it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from platform_core.scope import platform_scope
from provisioning.catalog.load import load
from provisioning.catalog.reader import COLUMNS
from tenants.postgres.ddl import ddl_login

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def whole_catalog(django_db_setup: object, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        load()
        yield
        forget_catalog()


@pytest.fixture
def no_catalog(transactional_db: None) -> Iterator[None]:
    forget_catalog()
    yield
    forget_catalog()


def forget_catalog() -> None:
    with ddl_login(), platform_scope(ddl=True), connection.cursor() as cursor:
        cursor.execute("TRUNCATE provisioning_catalogentry, provisioning_catalogrelease CASCADE")


def municipality(ags: str, name: str, **given: str) -> dict[str, str]:
    """One line of a list: a municipality of Kreis Musterkreis, not in an association unless `ars` says so."""
    row = dict.fromkeys(COLUMNS, "")
    row |= {"ags": ags, "ars": f"{ags[:5]}0{ags[5:]}{ags[5:]}", "name": name, "kind": "Gemeinde"}
    row |= {"district": "Kreis Musterkreis", "association": name, "state": "Schleswig-Holstein"}
    return row | {"population": "1000", "area_km2": "10", "lat": "54.1", "lon": "10.2", "postal_code": "24999"} | given


@pytest.fixture
def list_of(tmp_path: Path) -> Callable[..., Path]:
    """`list_of(row, row)`: a file with these lines."""

    def write(*rows: dict[str, str], name: str = "list.csv") -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            lines = csv.DictWriter(file, COLUMNS)
            lines.writeheader()
            lines.writerows(rows)
        return path

    return write
