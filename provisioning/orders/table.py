"""Places from a table: each line is taken over, or named with what is wrong in it and what is allowed."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from provisioning import blueprints
from provisioning.catalog.names import plain
from provisioning.catalog.search import there
from provisioning.models import CatalogEntry, Level
from tenants.models import RESERVED_LABELS, SLUG, Agency

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

MOST_BYTES, MOST_LINES, LONGEST_CELL = 1_000_000, 2_000, 200
#: How people head their columns; compared without case, accents and signs.
HEADS = {
    "key": ("key", "ags", "schlüssel", "gemeindeschlüssel", "amtlicher gemeindeschlüssel"),
    "name": ("name", "ort", "gemeinde", "place", "municipality"),
    "district": ("kreis", "landkreis", "district"),
    "slug": ("slug", "adresse", "address"),
    "email": ("e-mail", "email", "mail", "admin", "admin e-mail", "admin email"),
    "admin": ("admin-name", "ansprechperson", "kontakt", "contact"),
    "blueprint": ("blueprint", "vorlage"),
}
WORDS = {"dorf": "village", "stadt": "town", "kleinstadt": "town", "großstadt": "city", "region": "region"}


class NoTable(Exception):
    """A file that is no table of places at all; the message says what is expected."""


class _Wrong(Exception):
    """One line that cannot be taken over."""

    def __init__(self, value: str, said: str) -> None:
        super().__init__(said)
        self.value, self.said = value, said


@dataclass(slots=True)
class Report:
    """What became of a table: places for the draft, and each line that was not taken over."""

    places: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)


def read_table(content: bytes, *, agency: UUID) -> Report:
    """The lines of an uploaded table; in the platform's scope. Raises NoTable."""
    rows = _rows(_text(content))
    heads = _heads(rows)
    report, seen = Report(), dict[str, int]()
    for line, row in rows[1:]:
        cells = {name: _clean(row[column]) for name, column in heads.items() if column < len(row)}
        if not any(cells.values()):
            continue
        try:
            place = _once(_place(cells, agency), line, seen)
        except _Wrong as wrong:
            report.problems.append({"line": line, "value": wrong.value[:LONGEST_CELL], "said": wrong.said})
        else:
            report.places.append(place)
    return report


def _text(content: bytes) -> str:
    """The text in whatever encoding spreadsheets write: UTF-8, UTF-16 with its mark, Windows-1252."""
    if len(content) > MOST_BYTES:
        raise NoTable(_("The table is larger than 1 MB. Split it, or choose a whole Kreis by one tick."))
    if content.startswith(b"PK"):
        raise NoTable(_("This is a workbook. Save it as CSV in your spreadsheet program and upload that."))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise NoTable(_("This file is no table. Save your list as CSV and upload that."))
    return text


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Each row with the number of the line it begins in; semicolon, comma or tab, whichever the head has most."""
    head = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(";,\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows, begin = [], 1
    try:
        for row in reader:
            if row:
                rows.append((begin, row))
            begin = reader.line_num + 1
            if len(rows) > MOST_LINES:
                raise NoTable(_("The table has more than %(most)d lines. Split it.") % {"most": MOST_LINES})
    except csv.Error as problem:
        words = {"line": reader.line_num, "problem": problem}
        raise NoTable(_("Line %(line)d cannot be read: %(problem)s.") % words) from problem
    return rows


def _heads(rows: list[tuple[int, list[str]]]) -> dict[str, int]:
    cells = [plain(cell) for cell in rows[0][1]] if rows else []
    found = {name: cells.index(plain(word)) for name, words in HEADS.items() for word in words if plain(word) in cells}
    if not {"key", "name"} & found.keys():
        raise NoTable(
            _(
                "The first line must name the columns. Needed is “key” or “name”; there may be district, slug, e-mail, contact and blueprint as well."
            )
        )
    return found


def _clean(cell: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in cell).split())[: LONGEST_CELL + 1]


def _place(cells: dict[str, str], agency: UUID) -> dict[str, Any]:
    """What the draft keeps of a line. Raises _Wrong."""
    for value in cells.values():
        if len(value) > LONGEST_CELL:
            raise _Wrong(value, _("is longer than %(most)d signs") % {"most": LONGEST_CELL})
    entry = _entry(cells, agency)
    place: dict[str, Any] = {"key": entry.key, "name": entry.name}
    if slug := cells.get("slug", "").lower():
        place["slug"] = _slug(slug)
    if email := cells.get("email", ""):
        place["admins"] = [{"email": _email(email), "name": cells.get("admin", "") or email.split("@")[0]}]
    if name := cells.get("blueprint", ""):
        place["blueprint"] = _blueprint(name, agency)
    return place


def _once(place: dict[str, Any], line: int, seen: dict[str, int]) -> dict[str, Any]:
    if (first := seen.setdefault(place["key"], line)) != line:
        raise _Wrong(place["name"], _("stands in line %(line)d already") % {"line": first})
    return place


def _entry(cells: dict[str, str], agency: UUID) -> CatalogEntry:
    here = there(agency).filter(level__in=(Level.MUNICIPALITY, Level.PART))
    if key := cells.get("key", "").replace(" ", ""):
        found = list(here.filter(key__in=(key, key.zfill(8))))  # spreadsheets swallow zeros in front
        said = _("is no key of a municipality. It has 8 digits, like 01058034")
    else:
        key = cells.get("name", "")
        found = list(_named(cells, agency)) if key else []
        said = _("is no name of a municipality. Write it as in the catalogue, or give its key")
    if not found:
        raise _Wrong(key or "–", said)
    if len(found) > 1:
        several = "; ".join(f"{each.key} ({each.where})" for each in found[:5])
        raise _Wrong(key, _("is there more than once. Give the key: %(several)s") % {"several": several})
    if not found[0].can_be_provisioned:
        raise _Wrong(key, _("is an unincorporated area, where nobody could answer for a place"))
    return found[0]


def _named(cells: dict[str, str], agency: UUID) -> Iterator[CatalogEntry]:
    wanted, district = plain(cells["name"]), plain(cells.get("district", ""))
    here = there(agency).filter(level__in=(Level.MUNICIPALITY, Level.PART), plain_name=wanted)
    for entry in here.select_related("district", "association", "municipality"):
        if not district or (entry.district and district in plain(entry.district.name)):
            yield entry


def _slug(slug: str) -> str:
    try:
        SLUG(slug)
    except ValidationError:
        raise _Wrong(
            slug, _("is no address. Use lower-case letters, digits and hyphens, like gross-wittensee")
        ) from None
    if slug in RESERVED_LABELS:
        raise _Wrong(slug, _("is a name of the platform itself. Choose another"))
    return slug


def _email(email: str) -> str:
    try:
        validate_email(email)
    except ValidationError:
        raise _Wrong(email, _("is no e-mail address. Write one as clara@example.org")) from None
    return email.lower()


def _blueprint(name: str, agency: UUID) -> str:
    """By its name or its title, in any case of letters."""
    known = blueprints.available(Agency.objects.filter(pk=agency).first())
    wanted = WORDS.get(name.lower(), name).lower()
    for plan in known:
        if wanted in {plan.name.lower(), plan.title.lower()}:
            return plan.name
    raise _Wrong(name, _("is no blueprint. There are: %(names)s") % {"names": ", ".join(plan.name for plan in known)})
