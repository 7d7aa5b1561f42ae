"""Examples of a place's life and its addresses."""

from typing import Any

from provisioning.api.examples import AT, KEY
from provisioning.api.samples import ONE

MOVE = {
    "to": "read_only",
    "title": "Nur lesen",
    "residents": "Alle lesen weiter, niemand schreibt.",
    "needs": "",
    "reason": True,
}
LIFE = {"state": "active", "note": "", "since": AT, "next": [MOVE]}
STATE_GIVEN = {"to": "read_only", "reason": "Wahl am Sonntag", "note": "Bis Montag können Sie nur lesen."}
HANDOVER = {
    "id": KEY,
    "place": "weslarn",
    "from_agency": "modellorte",
    "to_agency": "mokwi",
    "to_body": None,
    "state": "open",
    "reason": "Die Stadt übernimmt selbst.",
    "asked_at": AT,
    "given_at": None,
    "taken_at": None,
    "ended_at": None,
}
HANDOVER_GIVEN = {"to_agency": "mokwi", "reason": "Die Stadt übernimmt selbst."}
AGREE_GIVEN = {"side": "giving", "reason": "Mit der Agentur besprochen"}
END_GIVEN = {"how": "declined", "reason": "Noch nicht"}
EXPORT = {
    "id": KEY,
    "asked_at": AT,
    "made_at": None,
    "size": 0,
    "sha256": "",
    "fetched_at": None,
    "problem": "",
}
MODULE_EXPORT = {
    "id": KEY,
    "module": ONE,
    "made_at": AT,
    "kept_until": AT,
    "size": 48211,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "fetched_at": None,
}
LINK_SENT = {"addresses": 2}
ERASURE: dict[str, Any] = {
    "id": KEY,
    "place": "weslarn",
    "state": "asked",
    "reason": "Die Gemeinde hört auf.",
    "asked_at": AT,
    "agreed_at": None,
    "not_before": AT,
    "ended_at": None,
    "backups_until": None,
    "facts": {},
}
ERASURE_GIVEN = {"typed_name": "Weslarn", "reason": "Die Gemeinde hört auf."}
ERASURE_AGREED = {"typed_name": "Weslarn"}
ADDRESS = {
    "id": KEY,
    "host": "www.weslarn-am-hellweg.de",
    "kind": "own",
    "is_primary": False,
    "serves": True,
    "verified_at": AT,
}
CLAIM = {
    "id": KEY,
    "host": "www.weslarn-am-hellweg.de",
    "record": "_baukasten.www.weslarn-am-hellweg.de",
    "value": "baukasten=0f3c9a5b7e214d6890ab12cd34ef5678",
    "checked_at": None,
    "problem": "",
}
ADDRESSES = {"addresses": [ADDRESS], "claims": [CLAIM]}
RENAME_GIVEN = {"label": "weslarn-hellweg", "dry_run": True}
BROKEN = {
    "what": "Sitzungen",
    "says": "Alle melden sich einmal neu an.",
    "count": 12,
    "breaks": True,
}
RENAMED = {"place": "weslarn", "url": "https://weslarn.example.org/", "dry_run": True, "consequences": [BROKEN]}
FINDING = {
    "kind": "SPF",
    "is_right": False,
    "record": "weslarn-am-hellweg.de",
    "value": "v=spf1 include:example.org ~all",
    "says": "Kein Eintrag",
    "is_needed": True,
}
SENDER_GIVEN = {"address": "rathaus@weslarn-am-hellweg.de", "selector": "mail2026"}
SENDER = {"address": "rathaus@weslarn-am-hellweg.de", "is_used": False, "findings": [FINDING]}
BASE = {"host": "orte.example.de", "verified_at": AT, "claims": [CLAIM]}
