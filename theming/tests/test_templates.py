"""Promises about every template of the tree, whichever room it lies in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("platform_core", "tenants", "modules", "theming", "provisioning")
TEMPLATES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("templates/**/*.html"))
LONGEST = 120

FORBIDDEN = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style", re.IGNORECASE),
    "a script in the page": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "an event attribute": re.compile(r"\s(on[a-z]+|hx-on[:\w-]*)\s*=", re.IGNORECASE),
    "a foreign address": re.compile(r"""(src|href|action)\s*=\s*["'](https?:)?//(?!\{)""", re.IGNORECASE),
    "a CSRF token": re.compile(r"csrf_token"),
}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_keeps_the_strict_policy(template: Path) -> None:
    text = template.read_text()

    assert not [name for name, pattern in FORBIDDEN.items() if pattern.search(text)]
    assert len(text.splitlines()) <= LONGEST


def test_there_are_templates() -> None:
    assert len(TEMPLATES) > 50
