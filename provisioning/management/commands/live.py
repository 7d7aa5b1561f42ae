"""`baukasten live PLACE`: from preparation to the public."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from platform_core.legal.completeness import missing_in
from platform_core.place import PlaceState, directory
from platform_core.scope import platform_scope
from provisioning.steps import OrderRefused
from provisioning.switch import tenant_of
from tenants.addresses import place_of


class Command(BaseCommand):
    help = (
        "Makes a place in preparation public. Refused with the list of what its legal notice, privacy page or "
        "accessibility statement lacks. Example: baukasten live weslarn"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("place", help="the place's slug, for example weslarn")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with platform_scope():
                place = place_of(tenant_of(options["place"]))
        except OrderRefused as unknown:
            raise CommandError(str(unknown)) from unknown
        if place.state not in {PlaceState.PREPARING, PlaceState.ACTIVE}:
            raise CommandError(f"{place.slug} is {place.state.value}. Only a place in preparation can go live.")
        with translation.override("en"):
            lacking = "".join(f"\n  {need.label}: {need.why}" for need in missing_in(place))
            if lacking and place.state == PlaceState.PREPARING:
                where = place.link("/verwalten/rechtliches/")
                raise CommandError(f"{place.name} cannot go live yet. Missing:{lacking}\nEnter it at {where}")
        if place.state == PlaceState.PREPARING:
            directory().go_live(place)
        was = "now" if place.state == PlaceState.PREPARING else "already"
        self.stdout.write(f"{place.name} is {was} public: {place.url}")
