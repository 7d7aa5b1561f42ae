"""`baukasten catalog load|search|add`: all German municipalities, Kreise and associations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from platform_core.scope import platform_scope
from provisioning.catalog.load import LIST, Report, load
from provisioning.catalog.parts import PartRefused, add_part
from provisioning.catalog.reader import CatalogFileError
from provisioning.catalog.search import search, there
from provisioning.lifecycle.terminal import agency_named
from provisioning.models import CatalogEntry
from provisioning.regions.writer import NothingToOrder, region_file

if TYPE_CHECKING:
    from collections.abc import Callable

SHOWN = 20  # of a long list in a report


class Command(BaseCommand):
    help = (
        "The catalogue of places: loads a newer list, finds places, adds Ortsteile. "
        'Example: baukasten catalog search "Preetz"'
    )

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        loading = actions.add_parser("load", help="bring the catalogue to a list and say what changed")
        loading.add_argument("file", type=Path, nargs="?", default=LIST, help="a CSV file; without: the one supplied")
        loading.add_argument("--dry-run", action="store_true", help="only say what would change")
        loading.add_argument("--may-shrink", action="store_true", help="even if a tenth of all places is gone")
        searching = actions.add_parser("search", help="find places by name, key, postal code, Kreis, association, Land")
        searching.add_argument("words", nargs="+")
        writing = actions.add_parser("region", help="write a region file for a whole Kreis or association")
        writing.add_argument("key", help="its key, 5 or 9 digits, for example 01058")
        writing.add_argument("--agency", required=True, help="the slug of the agency, new or known")
        writing.add_argument("--agency-name", default="", help="its name; without: its own or that of the Kreis")
        adding = actions.add_parser("add", help="add an Ortsteil below its municipality, for an agency")
        adding.add_argument("agency", help="the agency's slug")
        adding.add_argument("municipality", help="the key of the municipality, 8 digits")
        adding.add_argument("name")
        adding.add_argument("--population", type=int)
        adding.add_argument("--postal-code")
        adding.add_argument("--lat", type=float)
        adding.add_argument("--lon", type=float)

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        doing: dict[str, Callable[..., None]] = {
            "load": self._load,
            "search": self._search,
            "region": self._region,
            "add": self._add,
        }
        doing[action](**options)

    def _load(self, file: Path, dry_run: bool, may_shrink: bool, **_rest: Any) -> None:
        try:
            report = load(file, dry_run=dry_run, may_shrink=may_shrink)
        except CatalogFileError as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write("\n".join(_sentences(report, dry_run=dry_run)))

    def _search(self, words: list[str], **_rest: Any) -> None:
        with platform_scope():
            lines = [_line(entry) for entry in search(" ".join(words))]
        self.stdout.write("\n".join(lines) or "No place is called so. Try fewer letters, a key or a postal code.")

    def _region(self, key: str, agency: str, agency_name: str, **_rest: Any) -> None:
        with platform_scope():
            larger = there().filter(key=key).first()
            if larger is None:
                raise CommandError(f"{key}: no place has this key. Find it: baukasten catalog search NAME")
            try:
                self.stdout.write(region_file(larger, agency=agency, agency_name=agency_name), ending="")
            except NothingToOrder as nothing:
                raise CommandError(str(nothing)) from nothing

    def _add(self, agency: str, municipality: str, name: str, **options: Any) -> None:
        facts = {key: options[key] for key in ("population", "postal_code", "lat", "lon") if options[key] is not None}
        with platform_scope():
            owner = agency_named(agency)
            try:
                part = add_part(owner, municipality, name, **facts)
            except PartRefused as refused:
                raise CommandError(str(refused)) from refused
            except ValidationError as invalid:
                raise CommandError(
                    "; ".join(f"{key}: {' '.join(said)}" for key, said in invalid.message_dict.items())
                ) from invalid
            self.stdout.write(_line(part))


def _line(entry: CatalogEntry) -> str:
    people = f"{entry.population:>9,}" if entry.population is not None else f"{'–':>9}"
    barred = "" if entry.can_be_provisioned else " (unincorporated, cannot become a place)"
    kind = f" ({entry.kind})" if entry.kind and not entry.name.startswith(entry.kind) else ""
    return f"{entry.key:<10} {people}  {entry.name}{kind} – {entry.where}{barred}"


def _sentences(report: Report, *, dry_run: bool) -> list[str]:
    if report.is_empty:
        return ["The catalogue is as the list says."]
    said = ["This would change:" if dry_run else "Loaded:"]
    counts = {"new": report.added, "changed": report.changed, "back again": report.came_back}
    said += [f"  {len(keys)} {what}" for what, keys in counts.items() if keys]
    said += _some([f"  renamed: {old} is now {new} ({key})" for key, old, new in report.renamed])
    said += _some(
        [f"  gone: {name} ({key})" + (f", probably into {into}" if into else "") for key, name, into in report.gone]
    )
    if report.affected:
        said.append(
            f"  Places of ours whose municipality is gone: {', '.join(report.affected)}. Say what becomes of them."
        )
    return said


def _some(lines: list[str]) -> list[str]:
    more = len(lines) - SHOWN
    return [*lines[:SHOWN], f"  … and {more} more"] if more > 0 else lines
