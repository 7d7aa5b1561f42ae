"""`baukasten place PLACE`: its state, what can come next, and changing it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from platform_core.place import PlaceState
from provisioning.lifecycle import archive
from provisioning.lifecycle.states import change_state, checked, history, next_moves
from provisioning.lifecycle.terminal import place_named, told


class Command(BaseCommand):
    help = (
        "Shows the state of a place, its history and what can come next, or changes the state. Archiving makes the "
        "copy of the public pages first. Examples: baukasten place weslarn | "
        "baukasten place weslarn --to read_only --reason 'The village moves' --note 'Until Monday.'"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("place", help="the place's slug, for example weslarn")
        parser.add_argument("--to", metavar="STATE", help=f"one of {', '.join(PlaceState)}")
        parser.add_argument("--reason", default="", help="stands in the log of the place")
        parser.add_argument("--note", default="", help="a sentence that residents read with the state")

    def handle(self, *args: Any, **options: Any) -> None:
        with told():
            if options["to"]:
                self._change(options)
            self._show(options["place"])

    def _change(self, options: dict[str, Any]) -> None:
        if options["to"] not in set(PlaceState):
            raise CommandError(f"{options['to']!r} is no state. States are: {', '.join(PlaceState)}.")
        tenant, to = place_named(options["place"]), PlaceState(options["to"])
        given = {"reason": options["reason"], "note": options["note"]}
        if to == PlaceState.ARCHIVED and tenant.state != to:
            checked(tenant, to, by=None, reason=options["reason"])
            archive.make(tenant, note=options["note"])
            change_state(tenant, to, by=None, finished=True, **given)
        else:
            change_state(tenant, to, by=None, **given)

    def _show(self, slug: str) -> None:
        tenant = place_named(slug)
        since = timezone.localtime(tenant.state_since)
        self.stdout.write(f"{tenant.name} is {tenant.state} since {since:%Y-%m-%d %H:%M}")
        if tenant.state_note:
            self.stdout.write(f"  Note for residents: {tenant.state_note}")
        for move in next_moves(tenant, by=None):
            self.stdout.write(f"  --to {move.to.value:<12} {move.residents}")
        for entry in history(tenant)[:20]:
            change = f": {entry.before.get('state')} → {entry.after.get('state')}" if "state" in entry.after else ""
            self.stdout.write(f"  {timezone.localtime(entry.at):%Y-%m-%d %H:%M} {entry.what}{change} {entry.reason}")
