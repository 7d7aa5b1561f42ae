"""Names in addresses, as German readers would shorten a title."""

from __future__ import annotations

from django.utils.text import slugify

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def german_slug(text: str, length: int = 60) -> str:
    """Lower-case letters, digits and hyphens; umlauts are written out. May be empty."""
    return slugify(text.translate(UMLAUTS))[:length].strip("-")
