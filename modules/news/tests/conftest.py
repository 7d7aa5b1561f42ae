"""Editors and items for the tests of the news."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from modules.news.models import NewsItem
from platform_core.accounts.roles import Role
from tests.fixtures import make_person

if TYPE_CHECKING:
    from collections.abc import Callable

    from platform_core.accounts.models import Person
    from platform_core.place import Place

TEXTS = {"title": "Der Brunnen läuft wieder", "lead": "Seit heute früh.", "body": "Das Wasser ist **klar**."}


def picture(name: str = "brunnen.png") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "blue").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue())


@pytest.fixture
def edith(adorf: Place) -> Person:
    return make_person(adorf, "Edith Erfunden", Role.EDITOR)


@pytest.fixture
def published(in_adorf: Place, bernd: Person) -> Callable[..., NewsItem]:
    """`published(title="…", at=…)`: an item that everybody may read."""

    def publishing(at: Any = None, **texts: Any) -> NewsItem:
        item = NewsItem.draft(by=bernd, texts={**TEXTS, **texts})
        item.publish(at=at)
        return item

    return publishing


@pytest.fixture
def draft(in_adorf: Place, bernd: Person) -> NewsItem:
    return NewsItem.draft(by=bernd, texts=TEXTS)


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
