"""Every kind of page of the control panel, with who opens it."""

from __future__ import annotations

from tests.journeys.guest import AGNES, OLGA
from tests.journeys.page import Page

#: The panel is no place, but it has an address like one.
IN_THE_PANEL = (
    Page("panel's sign in", "panel", "/konto/login/"),
    Page("panel's places", "panel", "/orte/", OLGA),
    Page("panel's places of an agency", "panel", "/orte/", AGNES),
    Page("no place in the panel fits", "panel", "/orte/?q=Zeppelin", OLGA),
    Page("place in the panel", "panel", "/orte/weslarn/", OLGA),
    Page("look in the panel", "panel", "/orte/weslarn/gesicht/", OLGA),
    Page("responsible body in the panel", "panel", "/orte/weslarn/verantwortlich/", OLGA),
    Page("notes in the panel", "panel", "/orte/weslarn/notizen/", OLGA),
    Page("trial run over many places", "panel", "/orte/?q=weslarn", OLGA, button="Aktualisieren", shows=".empty"),
    Page("second factor", "panel", "/konto/zweiter-faktor/", OLGA),
    Page("second factor to set up", "panel", "/konto/zweiter-faktor/totp/activate/", OLGA),
    Page("people at work in the panel", "panel", "/team/", OLGA),
    Page("people at work, empty", "panel", "/team/", OLGA, button="Einladen"),
    Page("agencies", "panel", "/agenturen/", OLGA),
    Page("agency, empty", "panel", "/agenturen/", OLGA, button="Hinzufügen"),
    Page("blueprints", "panel", "/vorlagen/", OLGA),
    Page("one blueprint", "panel", "/vorlagen/grundlage/village/", OLGA),
    Page("blueprint from a file, empty", "panel", "/vorlagen/hochladen/", OLGA, button="Hochladen"),
    Page("what a place began with", "panel", "/orte/weslarn/vorlage/", OLGA),
    Page("trial run of a blueprint", "panel", "/orte/weslarn/vorlage/aktualisieren/?auf=town", OLGA),
    Page("modules of a place", "panel", "/orte/weslarn/bausteine/", OLGA),
    Page("module that would be removed", "panel", "/orte/weslarn/bausteine/ideas/?was=entfernen", OLGA),
    Page("wishes", "panel", "/wuensche/", OLGA),
    Page("not found in the panel", "panel", "/orte/gibt-es-nicht/", OLGA),
)
