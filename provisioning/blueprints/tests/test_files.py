"""Blueprints as files: what we write we read, and what makes no sense is a sentence."""

from __future__ import annotations

import json

import pytest

from provisioning.blueprints import blueprint, names
from provisioning.blueprints.content import BlueprintRefused, read
from provisioning.blueprints.files import as_json, as_toml, read_file


@pytest.mark.parametrize("name", names())
def test_what_is_written_reads_the_same(name):
    content = blueprint(name).content

    assert read_file("a.toml", as_toml(content).encode()) == content
    assert read_file("a.json", as_json(content).encode()) == content


@pytest.mark.parametrize(
    "body", ['a "quoted"\nline', "back\\slash\nand \\n", "tab\t\nü € 🏡", 'ends with "quotes"""\n"']
)
def test_texts_survive_with_every_sign(body):
    page = {"key": "eins", "title": "Eins", "body": body}
    content = read({"title": "Probe", "modules": ["pages"], "recipes": {"pages": [page]}})

    assert read_file("a.toml", as_toml(content).encode()) == content


HOSTILE = {
    "no table": b"[1, 2]",
    "broken": b"{",
    "deep": b"[" * 100_000,
    "deep tables": json.dumps(
        {"title": "x", "look": {"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": 1}}}}}}}}}
    ).encode(),
    "NUL": b'{"title": "a\\u0000b"}',
    "lone surrogate": b'{"title": "\\ud800"}',
    "no utf-8": b"\xff\xfe{",
    "no title": b"{}",
    "unknown key": b'{"title": "x", "people": []}',
    "unknown module": b'{"title": "x", "modules": ["payroll"]}',
    "module is a number": b'{"title": "x", "modules": [1]}',
    "modules is a text": b'{"title": "x", "modules": "news"}',
    "unknown block": b'{"title": "x", "modules": ["news"], "home": ["ideas/home.html"]}',
    "twice in columns": b'{"title": "x", "modules": ["news"], "home": ["news/home.html"], "side": ["news/home.html"]}',
    "unknown role": b'{"title": "x", "roles": ["king"]}',
    "colour": b'{"title": "x", "look": {"accent": "red;}body{display:none"}}',
    "landscape": b'{"title": "x", "look": {"landscape": "../../etc"}}',
    "own file": b'{"title": "x", "look": {"hero": "abc"}}',
    "option of text": b'{"title": "x", "options": {"moderation": {"words": "Name"}}}',
    "legal option": b'{"title": "x", "options": {"rechtliches": {"editor": "Name"}}}',
    "option is a text": b'{"title": "x", "options": {"mitmachen": {"guests_write": "yes"}}}',
    "number too large": b'{"title": "x", "modules": ["news"], "options": {"news": {"on_home": 99999999999999999999}}}',
    "recipe of nobody": b'{"title": "x", "modules": ["ideas"], "recipes": {"ideas": []}}',
    "page without text": b'{"title": "x", "modules": ["pages"], "recipes": {"pages": [{"key": "a", "title": "Aa"}]}}',
    "page with an author": b'{"title": "x", "modules": ["pages"], "recipes": {"pages": [{"key": "a", "author": "A"}]}}',
    "page is a list": b'{"title": "x", "modules": ["pages"], "recipes": {"pages": [["key"]]}}',
    "icon": b'{"title": "x", "topics": [{"key": "a", "title": "A", "icon": "skull"}]}',
    "topic twice": b'{"title": "x", "topics": [{"key": "a", "title": "A"}, {"key": "a", "title": "B"}]}',
    "too many topics": json.dumps(
        {"title": "x", "topics": [{"key": f"t{n}", "title": "T"} for n in range(61)]}
    ).encode(),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_what_makes_no_sense_is_a_sentence(content):
    with pytest.raises(BlueprintRefused) as refused:
        read_file("a.json", content)
    assert 10 < len(str(refused.value)) < 700


def test_a_file_that_is_too_large_is_not_even_parsed():
    with pytest.raises(BlueprintRefused, match="1 MB"):
        read_file("a.json", b" " * 1_000_001)


@pytest.mark.parametrize("content", [b"title = ", b"a = 1\na = 2", b"\0"])
def test_broken_toml_is_a_sentence(content):
    with pytest.raises(BlueprintRefused):
        read_file("a.toml", content)
