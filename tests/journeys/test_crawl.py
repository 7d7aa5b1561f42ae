"""Every link leads somewhere and every page is valid HTML, for strangers and for people with roles."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from tests.journeys.guest import BERND, GUDRUN
from tests.support.crawler import Crawl
from tests.support.vnu import complaints

pytestmark = pytest.mark.journey

MAREIKE = "mareike.platzhalter@weslarn.example"  # local admin
VISITS = (
    ("", ""),
    ("weslarn", ""),
    ("weslarn", GUDRUN),
    ("weslarn", BERND),
    ("weslarn", MAREIKE),
    ("modellorte", ""),
    ("mokwi", ""),
    ("kaiserslautern", ""),
    ("soest", ""),
)


@pytest.fixture(scope="module")
def crawls(stack, sessions):
    found = []
    for slug, email in VISITS:
        state = sessions(email) if email else {"cookies": []}
        cookie = "; ".join(f"{each['name']}={each['value']}" for each in state["cookies"])
        host = f"{slug}.localhost" if slug else "localhost"
        found.append(Crawl(stack.port, host, cookie).run())
    return found


def test_every_link_leads_somewhere(crawls, summary):
    summary.append(f"links: {sum(len(each.pages) for each in crawls)} pages of {len(crawls)} visits followed")
    assert [f"{each.host}{line}" for each in crawls for line in each.broken] == []
    assert all(len(each.pages) > 3 for each in crawls)


def test_links_to_other_places_lead_somewhere_too(crawls, stack):
    broken = []
    known = {f"http://{each.host}:{each.port}{path}" for each in crawls if not each.cookie for path in each.pages}
    for address, source in {key: value for each in crawls for key, value in each.elsewhere.items()}.items():
        parts = urlsplit(address)
        if address in known:
            continue
        if not (parts.hostname or "").endswith("localhost"):
            assert parts.scheme == "https", f"{source} links to {address}"
            continue
        status, *_rest = Crawl(stack.port, str(parts.hostname)).ask(parts.path or "/")
        if status >= 400:
            broken.append(f"{source} → {address}: {status}")
    assert broken == []


def test_every_page_is_valid_html(crawls, tmp_path, summary):
    files = []
    for number, each in enumerate(crawls):
        for path, text in each.pages.items():
            files.append(tmp_path / f"{number}-{each.host}{re.sub(r'[^a-zA-Z0-9]+', '-', path)[:80]}{len(files)}.html")
            files[-1].write_text(text, encoding="utf-8")
    wrong = complaints(files)
    summary.append(f"vnu: {len(files)} pages, {len(wrong)} errors")
    assert wrong == []


def test_the_checker_finds_what_is_wrong(tmp_path):
    file = tmp_path / "falsch.html"
    file.write_text('<!doctype html><html lang="de"><title>x</title><p><div></p><img src="x"></html>')

    assert any("Unclosed element" in line for line in complaints([file]))
