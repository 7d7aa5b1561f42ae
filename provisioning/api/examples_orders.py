"""Examples of plans and jobs."""

from provisioning.api.examples import AT, KEY
from provisioning.api.samples import ANOTHER, ONE

PLAN_GIVEN = {
    "agency": "modellorte",
    "title": "Neudorf",
    "body": [{"key": "neudorf", "name": "Gemeinde Neudorf", "land": "NW"}],
    "place": [
        {
            "slug": "neudorf",
            "name": "Neudorf",
            "kind": "village",
            "body": "neudorf",
            "modules": [ONE, ANOTHER],
            "look": {"accent": "#1f6b4a"},
        }
    ],
}
PLAN_LINE = {"id": KEY, "title": "Neudorf", "agency": "modellorte", "created_at": AT, "places": 1}
PLAN = PLAN_LINE | {
    "to_make": 1,
    "to_change": 0,
    "steps": [
        {"sign": "=", "place": None, "title": "Agentur Modellorte Hellweg", "lines": []},
        {"sign": "+", "place": None, "title": "Verantwortliche Stelle Gemeinde Neudorf", "lines": []},
        {
            "sign": "+",
            "place": "neudorf",
            "title": "Ort Neudorf: neudorf.example.org",
            "lines": ["Vorlage Dorf, Bausteine: Ideen, Neuigkeiten"],
        },
    ],
}
JOB_LINE = {
    "id": KEY,
    "title": "Neudorf",
    "agency": "modellorte",
    "state": "running",
    "submitted_at": AT,
    "started_at": AT,
    "done_at": None,
    "places": 1,
}
JOB_PLACE = {
    "place": "neudorf",
    "name": "Neudorf",
    "state": "running",
    "is_new": True,
    "steps": [{"name": "row", "ms": 12, "failed": False}, {"name": "schema", "ms": 8, "failed": False}],
    "error": "",
    "took_ms": None,
}
JOB = JOB_LINE | {"done": 0, "failed": 0, "progress": [JOB_PLACE]}
