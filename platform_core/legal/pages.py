"""What the legal pages say, put together for their templates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language

from platform_core.contributions.text import rich
from platform_core.legal.authorities import land_of
from platform_core.legal.completeness import is_complete
from platform_core.legal.options import LegalTexts
from platform_core.options.forms import options_of

if TYPE_CHECKING:
    from platform_core.place import Place

#: When the software was last assessed by those who build it; stands where a place has not checked itself.
ASSESSED = date(2026, 11, 22)
WRITTEN_IN = frozenset({"de", "en"})


def facts_of(page: str, place: Place | None) -> dict[str, Any]:
    """Everything a page shows; on the platform's own host only the language."""
    language = (get_language() or "de")[:2]
    base = {"text_template": f"legal/{language if language in WRITTEN_IN else 'de'}/{page}.html"}
    if place is None:
        return base
    stored = options_of(LegalTexts)
    checked = stored["checked_on"]
    return {
        **base,
        "complete": is_complete(page, place),
        "land": land_of(place.ags, place.body.land),
        "is_public_body": "öffentlichen Rechts" in place.body.legal_form,
        "editor": stored["editor"],
        "processor": stored["processor"],
        "barriers": [line.strip(" -") for line in stored["barriers"].splitlines() if line.strip(" -")],
        "checked_on": date.fromisoformat(checked) if checked else ASSESSED,
        "checked_by_place": bool(checked),
        "addition": rich(stored[f"{page}_text"]).html if stored[f"{page}_text"].strip() else "",
    }
