from __future__ import annotations

import shutil

import pytest

from platform_core.geo import geocoder, tiles
from tests.support.tiles import MapService


@pytest.fixture
def maps(settings, tmp_path):
    """A map service on this machine, an empty store of tiles, and services that have not failed yet."""
    settings.DATA_FOLDER = tmp_path
    for service in (tiles.service, geocoder.service):
        service.forget_failures()
    with MapService() as service:
        settings.TILES_URL = service.tiles
        settings.GEOCODER_URL = f"{service.url}/api"
        yield service
    shutil.rmtree(tmp_path / "tiles", ignore_errors=True)


@pytest.fixture(autouse=True)
def _no_grudge():
    """What failed in one test is asked again in the next."""
    yield
    tiles.service.forget_failures()
    geocoder.service.forget_failures()
