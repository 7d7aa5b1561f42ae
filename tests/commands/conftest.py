"""What commands say, as text; and a region that is taken away after the test."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command

from platform_core.scope import platform_scope
from tenants.addresses import place_of, tenants
from tenants.models import Agency
from tenants.postgres.ddl import ddl_login
from tests.commands.regions import write_region
from tests.contract.conftest import make_village, remove  # noqa: F401  # a fixture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from platform_core.place import Place


def baukasten(*arguments: str) -> str:
    """What `baukasten <arguments>` writes."""
    out = io.StringIO()
    with platform_scope():
        call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def run(transactional_db: None, places: dict[str, Place]) -> Iterator[Callable[..., str]]:
    """`run("tenants")`: what `baukasten tenants` writes. What it made is gone after the test."""
    with platform_scope():
        agencies = list(Agency.objects.values_list("pk", flat=True))
    yield baukasten
    known = {place.id for place in places.values()}
    with platform_scope():
        made = [place_of(tenant) for tenant in tenants() if tenant.pk not in known]
    for place in made:
        remove(place)
    with ddl_login(), platform_scope():
        Agency.objects.exclude(pk__in=agencies).delete()


@pytest.fixture
def region(tmp_path: Path) -> Path:
    return write_region(tmp_path)


def place_named(slug: str) -> Place:
    with platform_scope():
        return place_of(tenants().get(slug=slug))
