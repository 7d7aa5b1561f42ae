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
    Page("accesses to the API", "panel", "/zugaenge/", OLGA),
    Page("access without a name", "panel", "/zugaenge/", OLGA, button="Zugang anlegen"),
    Page("reference of the API", "api", "/"),
    Page("agency, empty", "panel", "/agenturen/", OLGA, button="Hinzufügen"),
    Page("care in the panel", "panel", "/betreuung/", OLGA),
    Page("care of an agency", "panel", "/betreuung/", AGNES),
    Page("usage in the panel", "panel", "/orte/weslarn/nutzung/", OLGA),
    Page("people of a place in the panel", "panel", "/orte/weslarn/menschen/", OLGA),
    Page("invitation, empty", "panel", "/orte/weslarn/menschen/", OLGA, button="Per E-Mail einladen"),
    Page("entering a place", "panel", "/orte/weslarn/betreten/", OLGA),
    Page("entering a place without a reason", "panel", "/orte/weslarn/betreten/", OLGA, button="Weslarn betreten"),
    Page("log in the panel", "panel", "/protokoll/", OLGA),
    Page("log of a place in the panel", "panel", "/orte/weslarn/protokoll/", OLGA),
    Page("announcements", "panel", "/ankuendigungen/", OLGA),
    Page("new announcement", "panel", "/ankuendigungen/neu/", OLGA),
    Page("maintenance to plan", "panel", "/ankuendigungen/wartung/", OLGA),
    Page("maintenance, empty", "panel", "/ankuendigungen/wartung/", OLGA, button="Behalten"),
    Page("new places", "panel", "/neue-orte/", OLGA),
    Page("places to choose", "panel", "/neue-orte/", AGNES, button="Beginnen", shows="#pick"),
    Page("orders", "panel", "/auftraege/", AGNES),
    Page("life of a place", "panel", "/orte/weslarn/leben/", OLGA),
    Page("addresses of a place", "panel", "/orte/weslarn/adressen/", OLGA),
    Page("not found in the panel", "panel", "/orte/gibt-es-nicht/", OLGA),
)
