"""A small region file, and ways to spoil it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

REGION = """
[agency]
slug = "pagentur"
name = "Probeagentur"
region = "Region P"

[defaults]
zone = "Europe/Berlin"
demo = true

[[body]]
key = "amt"
name = "Amt Probe"
legal_form = "Körperschaft des öffentlichen Rechts"
street = "Musterweg 1"
postal_code = "12345"
city = "Musterstadt"
representative = "Amtsleiterin Martha Musterfrau"
email = "amt@example.org"
data_protection_officer = "Datenschutz, datenschutz@example.org"
supervisory_authority = "Landesbeauftragte für Datenschutz"
land = "NW"

[[place]]
slug = "pdorf"
name = "Pdorf"
kind = "village"
body = "amt"
ags = "05974008"
lat = 51.62
lon = 8.16
population = 887
modules = ["ideas"]
content = "pdorf.toml"

[place.look]
accent = "#1f6b4a"
second = "#d9a21b"

[[place]]
slug = "pportal"
name = "Region P"
kind = "region"
body = "amt"
modules = ["region"]
"""
CONTENT = """
[[person]]
key = "berta"
name = "Berta Beispiel"
email = "Berta@pdorf.example"

[[person]]
key = "otto"
name = "Otto Amtlich"
email = "otto@pdorf.example"
roles = ["official"]

[[idea]]
author = "berta"
title = "Bank am Teich"
body = "Sitzen wäre schön."
days_ago = 3
supporters = ["otto"]

[[idea.comment]]
author = "otto"
body = "Ich frage den Bauhof."
days_ago = 2

[[idea.answer]]
author = "otto"
status = "review"
body = "Wir prüfen das."
days_ago = 1
"""
NEWS = """
[[news]]
author = "otto"
title = "Der Brunnen läuft wieder"
lead = "Seit heute früh."
body = "Das Wasser ist klar."
days_ago = 2
comments = false

[[news.comment]]
author = "berta"
body = "Endlich."
days_ago = 1
"""


def write_region(folder: Path, text: str = REGION, content: str = CONTENT) -> Path:
    """The region file, with its content file beside it."""
    file = folder / "region.toml"
    file.write_text(text, encoding="utf-8")
    (folder / "pdorf.toml").write_text(content, encoding="utf-8")
    return file
