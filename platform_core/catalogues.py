"""Translations without GNU gettext: find the texts, keep the catalogues, compile them.

`python -m platform_core.catalogues` compiles; `--update` writes new texts into
the catalogues; `--check` fails with the texts that lack a German translation.
Each room and each module keeps its own `locale/de/LC_MESSAGES/django.po`.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "de"
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
CALL = re.compile(r"\b(n?p?gettext)\(")
STRING = re.compile(r"""\s*u?('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")\s*,?""", re.DOTALL)

type Message = str | tuple[str, str]
type Found = tuple[Message, str | None]


def rooms() -> list[Path]:
    """The folders that keep a catalogue."""
    modules = sorted(file.parent for file in (ROOT / "modules").glob("*/module.py"))
    return [ROOT / "platform_core", ROOT / "tenants", ROOT / "theming", ROOT / "provisioning", *modules]


def po_file(room: Path) -> Path:
    return room / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def texts(room: Path) -> dict[Found, list[str]]:
    """Every translatable text of a room with the files it stands in."""
    found: dict[Found, list[str]] = {}
    for file in sorted(room.rglob("*")):
        if file.suffix not in {".py", ".html", ".txt"} or {"node_modules", "built", "locale", "tests"} & set(
            file.parts
        ):
            continue
        of_file = _of_python(file) if file.suffix == ".py" else _of_template(file)
        for message in of_file:
            places = found.setdefault(message, [])
            name = file.relative_to(ROOT).as_posix()
            if name not in places:
                places.append(name)
    return found


def _of_python(file: Path) -> Iterator[Found]:
    for _line, message, _comments, context in extract("python", BytesIO(file.read_bytes()), KEYWORDS):
        yield message if isinstance(message, str) else (message[0], message[1]), context


def _of_template(file: Path) -> Iterator[Found]:
    source = templatize(file.read_text(encoding="utf-8"))
    for call in CALL.finditer(source):
        strings, position = [], call.end()
        while match := STRING.match(source, position):
            strings.append(str(ast.literal_eval(match[1])))
            position = match.end()
        context = strings.pop(0) if "pgettext" in call[1] and strings else None
        if strings and strings[0]:
            yield (strings[0], strings[1]) if call[1].startswith("n") else strings[0], context


def read(file: Path) -> Catalog:
    if not file.exists():
        return Catalog(locale=LANGUAGE)
    with file.open("rb") as source:
        return read_po(source, locale=LANGUAGE)


def update(room: Path) -> None:
    """Bring a room's catalogue to its texts: new ones are added empty, gone ones dropped."""
    wanted, known = texts(room), read(po_file(room))
    if not wanted:
        return
    fresh = Catalog(locale=LANGUAGE, project="Baukasten", charset="utf-8", fuzzy=False)
    for (message, context), files in wanted.items():
        old = known.get(message, context)
        string = old.string if old is not None else ""
        fresh.add(message, string, [(name, 0) for name in files], context=context, flags=old.flags if old else ())
    po_file(room).parent.mkdir(parents=True, exist_ok=True)
    with po_file(room).open("wb") as out:
        write_po(out, fresh, sort_output=True, no_location=False, include_lineno=False, omit_header=True, width=0)


def compile_all() -> None:
    """Write the .mo file beside every catalogue."""
    for room in rooms():
        if po_file(room).exists():
            with po_file(room).with_suffix(".mo").open("wb") as out:
                write_mo(out, read(po_file(room)))


def problems() -> list[str]:
    """A sentence for each text without a finished German translation, and for each dead entry."""
    said = []
    for room in rooms():
        wanted, known = texts(room), read(po_file(room))
        name = po_file(room).relative_to(ROOT).as_posix()
        for message, context in wanted:
            entry = known.get(message, context)
            string = entry.string if entry is not None else ""
            strings = [string] if isinstance(string, str) else list(string or ())
            if entry is None or not strings or not all(strings) or entry.fuzzy:
                said.append(f"{name}: {message!r} ({wanted[message, context][0]}) has no finished translation.")
        ids = {(m.id if isinstance(m.id, str) else tuple(m.id), m.context) for m in known if m.id}
        said += [f"{name}: {gone!r} is not used any more." for gone, _context in sorted(ids - set(wanted), key=str)]
    return said + clashes()


def clashes() -> list[str]:
    """A sentence for each text with two translations: Django joins the catalogues, and one room's would win everywhere."""
    known: dict[tuple[str, str | None], tuple[str, str]] = {}
    said = []
    for room in rooms():
        for entry in read(po_file(room)):
            key, german = (str(entry.id), entry.context), str(entry.string)
            where, before = known.setdefault(key, (room.name, german))
            if entry.id and german != before:
                said.append(
                    f"{entry.id!r} is {before!r} in {where} and {german!r} in {room.name}. "
                    "Say it alike, or give one of them a context."
                )
    return said


def main() -> int:
    parser = argparse.ArgumentParser(prog="baukasten catalogue", description=__doc__)
    parser.add_argument("--update", action="store_true", help="write new texts into the catalogues")
    parser.add_argument("--check", action="store_true", help="fail when a German translation is missing")
    wishes = parser.parse_args()
    if not settings.configured:
        settings.configure()
    if wishes.update:
        for room in rooms():
            update(room)
    found = problems() if wishes.check else []
    for sentence in found:
        print(sentence)
    if found:
        print(f"{len(found)} texts to mend. Run: python -m platform_core.catalogues --update, then translate.")
        return 1
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
