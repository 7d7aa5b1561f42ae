"""`baukasten erase PLACE`: two people, a reason, the name typed; an export first, a certificate last."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from platform_core.scope import platform_scope
from provisioning.lifecycle import erasing, erasure
from provisioning.lifecycle.models import Erasure, ErasureState
from provisioning.lifecycle.terminal import person_named, place_named, told


class Command(BaseCommand):
    help = (
        "Asks for the erasure of a place, agrees to it as a second person, or withdraws it. It waits 14 days unless "
        "both say --at-once. Examples: baukasten erase weslarn --by bea@example.org --name Weslarn --reason 'It ends' "
        "| baukasten erase weslarn --agree --by olga@example.org --name Weslarn | baukasten erase weslarn --certificate"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("place", help="the place's slug, for example weslarn")
        way = parser.add_mutually_exclusive_group()
        way.add_argument("--agree", action="store_true", help="the second yes, by somebody else")
        way.add_argument("--withdraw", action="store_true", help="take it back")
        way.add_argument("--run", action="store_true", help="carry it out now, when its day has come")
        way.add_argument("--certificate", action="store_true", help="what was erased, as JSON")
        parser.add_argument("--by", metavar="EMAIL", help="who does this")
        parser.add_argument("--name", default="", help="the name of the place as it is written")
        parser.add_argument("--reason", default="")
        parser.add_argument("--at-once", action="store_true", help="without 14 days to think, when both want it")

    def handle(self, *args: Any, **options: Any) -> None:
        with told():
            tenant = place_named(options["place"])
            if options["certificate"]:
                self._certificate(tenant)
                return
            self._act(tenant, options)
            self._show(tenant)

    @staticmethod
    def _act(tenant: Any, options: dict[str, Any]) -> None:
        found = erasure.open_erasure(tenant)
        words = {"typed_name": options["name"], "at_once": options["at_once"]}
        if not (options["agree"] or options["withdraw"] or options["run"]):
            if options["by"]:
                erasure.ask(tenant, by=person_named(options["by"]), reason=options["reason"], **words)
        elif found is None:
            raise CommandError(f"No erasure of {tenant.name} is under way.")
        elif options["agree"]:
            erasure.agree(found, by=person_named(options["by"]), **words)
        elif options["withdraw"]:
            erasure.withdraw(found, by=person_named(options["by"]), reason=options["reason"])
        else:
            erasing.carry_out(found)

    def _show(self, tenant: Any) -> None:
        with platform_scope():
            newest = Erasure.objects.filter(tenant=tenant).first()
        if newest is None:
            self.stdout.write(f"Nobody asked for the erasure of {tenant.name}.")
            return
        day = timezone.localtime(newest.not_before)
        when = f", not before {day:%Y-%m-%d %H:%M}" if newest.state in (ErasureState.ASKED, ErasureState.AGREED) else ""
        self.stdout.write(f"Erasure of {tenant.name}: {newest.state}{when}. {newest.problem}".rstrip())

    def _certificate(self, tenant: Any) -> None:
        with platform_scope():
            done = Erasure.objects.filter(tenant=tenant, state=ErasureState.DONE).first()
        if done is None:
            raise CommandError(f"{tenant.name} is not erased, so there is no certificate.")
        said = erasing.certificate(done)
        self.stdout.write(json.dumps(said, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
