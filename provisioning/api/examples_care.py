"""Examples of announcements, maintenance, and the people who look after a place."""

from provisioning.api.examples import AT, KEY

LATER = "2036-05-01T06:00:00Z"
TOLD = {
    "id": KEY,
    "places": ["weslarn"],
    "agency": None,
    "everywhere": False,
    "starts_at": AT,
    "ends_at": LATER,
    "ended_at": None,
}
ANNOUNCEMENT = TOLD | {"text": "Am Freitag ist das Rathaus zu.", "text_en": "", "tone": "info", "audience": "everybody"}
ANNOUNCEMENT_GIVEN = {
    "places": ["weslarn"],
    "text": "Am Freitag ist das Rathaus zu.",
    "audience": "everybody",
    "ends_at": LATER,
}
MAINTENANCE = TOLD | {"announced_at": AT, "note": "Neue Rechner"}
MAINTENANCE_GIVEN = {
    "places": ["weslarn"],
    "starts_at": "2036-05-01T04:00:00Z",
    "ends_at": LATER,
    "note": "Neue Rechner",
}
CARER = {"id": KEY, "name": "Bea Vorlage", "role": "official", "department": "Bauamt", "since": AT}
INVITATION = {
    "id": KEY,
    "name": "Mareike Platzhalter",
    "email": "mareike@weslarn.example",
    "role": "admin",
    "made_at": AT,
    "expires_at": LATER,
    "accepted_at": None,
}
PEOPLE = {"carers": [CARER], "invitations": [INVITATION]}
INVITATION_GIVEN = {"name": "Mareike Platzhalter", "email": "mareike@weslarn.example"}
CARE_GIVEN = {"name": "Bea Vorlage", "email": "bea@example.org", "role": "official", "department": "Bauamt"}
JOB = {"key": 17, "what": "Mail", "status": "failed", "attempts": 5, "at": None}
