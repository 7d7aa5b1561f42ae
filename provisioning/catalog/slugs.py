"""Addresses suggested from names: umlauts written out, and every name once."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from provisioning.catalog.names import proper
from tenants.models import RESERVED_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provisioning.models import CatalogEntry

LONGEST = 63  # of one label of a host name
WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
NO_LABEL = re.compile(r"[^a-z0-9]+")


def slug_of(name: str) -> str:
    """A name as a label of a host name: "Groß Wittensee" is gross-wittensee; empty where no letter is left."""
    written = unicodedata.normalize("NFC", name).lower().translate(WRITTEN_OUT)
    bare = "".join(each for each in unicodedata.normalize("NFKD", written) if not unicodedata.combining(each))
    return NO_LABEL.sub("-", bare).strip("-")[:LONGEST].strip("-")


def suggest(entry: CatalogEntry, taken: set[str]) -> str:
    """The shortest address for a place that nobody has; it is in `taken` afterwards."""
    free = next(slug for slug in _candidates(entry) if slug and slug not in taken and slug not in RESERVED_LABELS)
    taken.add(free)
    return free


def _candidates(entry: CatalogEntry) -> Iterator[str]:
    """From the name alone to the official key, which nobody else has."""
    name = slug_of(entry.name)
    yield name
    if "(" in entry.name:
        name = slug_of(entry.name.split("(")[0])
    for larger in (entry.municipality, entry.association, entry.district):
        if larger is not None:
            yield slug_of(f"{name} {proper(larger.name).removeprefix(f'{larger.kind} ')}")
    yield slug_of(f"{name[:40]} {entry.key}")
