"""The OpenAPI document and the page made from it: complete, true, in two languages, with nothing from elsewhere."""

from __future__ import annotations

import re

import pytest
from django.utils import translation
from jsonschema_rs import validator_for

from provisioning.api import v1
from provisioning.api.tests.conftest import Program


def operations():
    with translation.override("de"):
        document = v1.document()
    return [(path, method, told) for path, methods in document["paths"].items() for method, told in methods.items()]


OPERATIONS = operations()
NAMES = [told["operationId"] for _path, _method, told in OPERATIONS]


def schema_of(schema):
    """With the definitions it refers to."""
    return {**schema, "components": v1.document()["components"]}


def test_the_document_is_for_everybody_and_in_the_readers_language(places):
    german = Program().get("/v1/openapi.json")
    english = Program().get("/v1/openapi.json", headers={"accept-language": "en"})

    assert german.json()["openapi"].startswith("3.1")
    assert set(german.json()["paths"]) == set(english.json()["paths"])
    assert english.json()["paths"]["/v1/places"]["get"]["summary"] == "List places"
    assert german.json()["paths"]["/v1/places"]["get"]["summary"] != "List places"
    assert german.json()["servers"] == [{"url": "https://api.bk.test"}]


def test_every_operation_has_a_name_of_its_own_and_asks_for_a_token():
    assert len(set(NAMES)) == len(NAMES)
    for _path, _method, told in OPERATIONS:
        assert told["security"] == [{"Access": []}], told["operationId"]


@pytest.mark.parametrize(("path", "method", "told"), OPERATIONS, ids=NAMES)
def test_every_operation_says_what_it_does_with_examples_that_fit(path, method, told):
    assert told["summary"]
    assert told["responses"]["default"]["content"]["application/problem+json"]
    for content in (told.get("requestBody", {}), *told["responses"].values()):
        for kind, media in content.get("content", {}).items():
            if kind != "application/json":
                continue
            if "example" in media:
                assert validator_for(schema_of(media["schema"])).is_valid(media["example"]), media["example"]
    first = next(iter(told["responses"].values()))
    if first.get("content"):
        assert "example" in first["content"]["application/json"], f"{method} {path} shows no answer"
    if body := told.get("requestBody"):
        assert "example" in body["content"]["application/json"], f"{method} {path} shows no body"


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_shows_every_operation_without_anything_from_elsewhere(places, language):
    page = Program().get(f"/?lang={language}")
    html = page.content.decode()

    assert page["Content-Language"] == language
    assert f'<html lang="{language}"' in html
    for path, method, told in OPERATIONS:
        assert f'id="{told["operationId"]}"' in html
        assert f"<code>{path}</code>" in html, (method, path)
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", html)
    assert " style=" not in html
    loaded = re.findall(r"<(?:link|script|img)[^>]*(?:href|src)=\"([^\"]+)", html)
    assert loaded
    assert all(address.startswith(("/", "data:")) for address in loaded)


def test_the_page_is_german_for_a_german_browser(places):
    assert 'lang="de"' in Program().get("/").content.decode()
    assert 'lang="en"' in Program(**{"accept-language": "en"}).get("/").content.decode()
