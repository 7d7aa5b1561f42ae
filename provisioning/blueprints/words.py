"""Texts on their way from one place to another: names become placeholders, and people are left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from platform_core.accounts.models import Person
from platform_core.contributions.slugs import german_slug
from platform_core.contributions.text import PICTURE
from platform_core.place import ResponsibleBodyFacts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from platform_core.place import Place

#: What stands in a blueprint's text where a place writes its own.
PLACE, BODY, REGION = "{place}", "{body}", "{region}"
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\w/.-])(?:\+49|0)[\d ()/–-]{5,20}\d")
TITLED = re.compile(
    r"\b(Frau|Herrn?|Dr\.|Prof\.)(?:\s+(?:Dr\.|Prof\.))*\s+[A-ZÄÖÜ][\w-]+(?:\s+(?:von\s+|de\s+)?[A-ZÄÖÜ][\w-]+)?"
)
PICTURES = re.compile(r"!\[[^\]]*\]\(" + PICTURE + r"[^)]*\)\n?")
FILES = re.compile(r"\[([^\]]*)\]\((?:https?://[^)\s]*)?/dateien/[^)]*\)")
SHORTEST_NAME = 3
NAME, MAIL_HERE, PHONE_HERE, BODY_HERE = "[Name]", "[E-Mail-Adresse]", "[Telefonnummer]", "[Angabe der Stelle]"


def filled(text: str, place: Place) -> str:
    """A blueprint's text for one place."""
    own = {PLACE: place.name, BODY: place.body.name or place.name, REGION: place.region_name or place.name}
    for sign, name in own.items():
        text = text.replace(sign, name)
    return text


@dataclass
class Redaction:
    """Takes out of texts who and where they are about; `notes` says what was taken, for whoever saves to read."""

    place: Place
    notes: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        people = Person.objects.values_list("name", "email", "held_roles__role")
        full = {name.strip() for name, _mail, _role in people}
        last = {name.split()[-1] for name, _mail, role in people if role and name.split()}
        names = {name for name in full | last if len(name) >= SHORTEST_NAME and name != self.place.name}
        self._names = _any_of(names)
        self._slugs = {german_slug(name) for name in names if len(name) > SHORTEST_NAME}
        body = self.place.body
        facts = {str(getattr(body, each)) for each in ResponsibleBodyFacts.__dataclass_fields__ if each != "land"}
        facts |= {part for each in (body.representative, body.data_protection_officer) for part in each.split(", ")}
        self._facts = _any_of({each for each in facts if len(each) > SHORTEST_NAME} - {body.name, body.city})

    def of(self, text: str, moved: Mapping[str, str] | None = None) -> str:
        """The text without people, pictures and files; names of the place are placeholders.

        `moved` says which of its addresses are other ones in the blueprint.
        """
        text = text.replace(self.place.url, "/")
        for old, new in (moved or {}).items():
            text = text.replace(old, new)
        text = self._without(PICTURES, "", text, _("Pictures are left out."))
        text = self._without(FILES, r"\1", text, _("Links to files are left out; their words stay."))
        text = self._without(MAIL, MAIL_HERE, text, _("Mail addresses are left out."))
        text = self._without(self._facts, BODY_HERE, text, _("Facts of the responsible body are left out."))
        text = self._without(TITLED, rf"\1 {NAME}", text, _("Names of people are left out."))
        text = self._without(self._names, NAME, text, _("Names of people are left out."))
        text = self._without(PHONE, PHONE_HERE, text, _("Telephone numbers are left out."))
        return self._general(text)

    def of_key(self, key: str) -> str:
        """A key that names neither the place nor people; empty when somebody stands in it."""
        if any(slug in key for slug in self._slugs):
            self.notes.add(_("What has somebody's name in its address is left out."))
            return ""
        own = german_slug(self.place.name)
        return re.sub(rf"(?<![a-z0-9]){re.escape(own)}(?![a-z0-9])", "ort", key) if own else key

    def _without(self, pattern: re.Pattern[str] | None, instead: str, text: str, note: str) -> str:
        if pattern is None:
            return text
        text, times = pattern.subn(instead, text)
        if times:
            self.notes.add(note)
        return text

    def _general(self, text: str) -> str:
        """The place's own names are placeholders."""
        for name, sign in ((self.place.body.name, BODY), (self.place.name, PLACE), (self.place.region_name, REGION)):
            if len(name) >= SHORTEST_NAME:
                text = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\w-])", sign, text)
        return text


def _any_of(words: set[str]) -> re.Pattern[str] | None:
    """A pattern for any of these as whole words, the longest first."""
    if not words:
        return None
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)", re.IGNORECASE)


def is_incomplete(text: str) -> bool:
    """Whether something was taken out that somebody has to write anew."""
    return any(sign in text for sign in (NAME, MAIL_HERE, PHONE_HERE, BODY_HERE))
