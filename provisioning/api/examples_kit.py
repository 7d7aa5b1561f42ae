"""Examples of blueprints, wishes and the people of the panel."""

from provisioning.api.examples import AT, KEY
from provisioning.api.samples import ANOTHER, ONE, VILLAGE

BLUEPRINT = {
    "name": "village",
    "title": "Dorf",
    "summary": "Für Dörfer und Ortsteile.",
    "version": 1,
    "credit": "",
    "modules": VILLAGE,
}
SAVED = BLUEPRINT | {"name": "modellorte/unser-dorf", "title": "Unser Dorf", "credit": "Modellorte Hellweg"}
CONTENT = {"title": "Unser Dorf", "modules": [ONE, ANOTHER]}
GIVEN = {"agency": "modellorte", "slug": "unser-dorf", "note": "Erste Fassung", "content": CONTENT}
FROM_PLACE = {"slug": "unser-dorf", "title": "Unser Dorf", "note": "Erste Fassung"}
SHARES = {"agencies": ["mokwi"], "is_for_all": False}
CHANGE = {"sign": "+", "part": "modules", "title": "Neuigkeiten", "why": ""}
MEMBER = {"id": KEY, "name": "Bea Vorlage", "email": "bea@example.org", "agency": "modellorte"}
MEMBER_GIVEN = {"name": "Bea Vorlage", "email": "bea@example.org", "agency": "modellorte"}
AGENCY_GIVEN = {"slug": "seenland", "name": "Seenland digital", "region": "Seenland"}
WISH = {
    "id": KEY,
    "state": "confirmed",
    "municipality": "Preetz",
    "part": "",
    "name": "Ilse Beispiel",
    "role": "Büroleiterin",
    "email": "ilse@preetz.example",
    "body_name": "Stadt Preetz",
    "message": "Wir möchten Ideen sammeln.",
    "agency": None,
    "reason": "",
    "confirmed_at": AT,
    "decided_at": None,
    "plan": None,
}
