"""Examples for the OpenAPI document: tests hold them against the schemas and against what is really answered."""

from __future__ import annotations

from typing import Any

from provisioning.api.samples import ADDRESS, ANOTHER, ONE, VILLAGE

KEY = "0199f3a2-5c1e-7c3a-9d1f-3f6f0c1b2a77"
AT = "2026-03-02T09:15:00Z"

ME = {
    "name": "Kreisportal",
    "prefix": "bk_4nRt8Qw",
    "agency": "modellorte",
    "scopes": ["read", "write"],
    "expires_at": None,
}
AGENCY = {"slug": "modellorte", "name": "Modellorte Hellweg", "region": "Modellorte Hellweg", "places": 4}
ENTRY = {
    "key": "01057057",
    "level": "municipality",
    "name": "Preetz",
    "official_name": "Preetz, Stadt",
    "kind": "Stadt",
    "where": "Plön, Schleswig-Holstein",
    "land": "Schleswig-Holstein",
    "postal_code": "24211",
    "population": 16000,
    "area_km2": 14.37,
    "lat": 54.2358,
    "lon": 10.2822,
    "can_be_provisioned": True,
    "places": ["preetz"],
}
PART = {"agency": "modellorte", "municipality": "05974008", "name": "Weslarn", "population": 900}
PART_ENTRY = {
    "key": "05974008/modellorte/weslarn",
    "level": "part",
    "name": "Weslarn",
    "official_name": "Weslarn",
    "kind": "Ortsteil",
    "where": "Bad Sassendorf, Soest, Nordrhein-Westfalen",
    "land": "Nordrhein-Westfalen",
    "postal_code": "59505",
    "population": 900,
    "area_km2": None,
    "lat": 51.5833,
    "lon": 8.1667,
    "can_be_provisioned": True,
    "places": [],
}
PLACE_LINE = {
    "slug": "weslarn",
    "name": "Weslarn",
    "kind": "village",
    "subtitle": "Dorf in Bad Sassendorf",
    "state": "active",
    "agency": "modellorte",
    "url": "https://weslarn.example.org/",
    "ags": "05974008",
    "population": 900,
    "lat": 51.6,
    "lon": 8.2,
    "modules": VILLAGE,
    "is_outdated": False,
    "created_at": AT,
}
LOOK = {
    "accent": "#1f6b4a",
    "second": "#d9a21b",
    "emblem": "church",
    "landscape": "hills",
    "radius": "soft",
    "font": "fira",
    "mode": "auto",
}
BODY = {
    "name": "Gemeinde Bad Sassendorf",
    "legal_form": "Körperschaft des öffentlichen Rechts",
    "street": "Musterweg 1",
    "postal_code": "59505",
    "city": "Bad Sassendorf",
    "representative": "Bürgermeisterin Martha Musterfrau",
    "email": "rathaus@weslarn.example",
    "phone": "0123 456",
    "data_protection_officer": "Datenschutz, datenschutz@weslarn.example",
    "supervisory_authority": "Landesbeauftragte für Datenschutz",
    "land": "NW",
}
PLACE = PLACE_LINE | {
    "claim": "Miteinander am Hellweg.",
    "state_note": "",
    "parked": [],
    "look": LOOK,
    "body": BODY,
    "missing": [],
}
PLACE_CHANGE = {"claim": "Miteinander am Hellweg.", "look": {"accent": "#1f6b4a"}, "body": {"phone": "0123 456"}}
MODULE = {
    "name": ONE,
    "title": "Ideen",
    "summary": "Vorschläge sammeln, unterstützen und beantworten.",
    "state": "on",
    "requires": [],
}
CONSEQUENCE = dict(pages=[ADDRESS], contributions=12)  # noqa: C408 -- in quotes it would name a module
MODULE_DONE = {"name": ONE, "state": "on", "changed": True, "dry_run": True, "consequence": CONSEQUENCE}
NOTE = {"id": KEY, "text": "Die Ortsvorsteherin ist montags zu erreichen.", "by": "Kreisportal", "at": AT}
FIGURES = {
    "people": 120,
    "contributions": 34,
    "comments": 71,
    "storage_bytes": 5400000,
    "last_activity_at": AT,
    "last_answer_at": AT,
    "unanswered": 2,
    "open_promises": 1,
    "overdue": 0,
    "waiting": 0,
    "admins": 2,
    "legal_missing": 0,
    "failed_jobs": 0,
    "attention": [],
    "collected_at": AT,
}
LOG_LINE = {
    "number": 41,
    "at": AT,
    "who": "Kreisportal (bk_4nRt8Qw…) · Modellorte Hellweg",
    "action": "module.on",
    "what": "Baustein eingeschaltet",
    "reason": "",
    "before": {},
    "after": {"module": ANOTHER},
}
BULK_ACTION = {"name": "update", "title": "Aktualisieren", "choice": []}
BULK = {"action": "update", "places": ["weslarn"], "dry_run": True}
BULK_LINE = {"place": "weslarn", "state": "same", "said": "Es ändert sich nichts.", "took_ms": None}
BULK_RUN = {"id": None, "action": "update", "dry_run": True, "ended_at": None, "places": [BULK_LINE]}


def answer(document: Any, *, status: int = 200) -> dict[str, Any]:
    """For `openapi_extra`: what is answered."""
    return {"responses": {status: {"content": {"application/json": {"example": document}}}}}


def asked(document: Any) -> dict[str, Any]:
    """For `openapi_extra`: what is sent."""
    return {"requestBody": {"content": {"application/json": {"example": document}}}}
