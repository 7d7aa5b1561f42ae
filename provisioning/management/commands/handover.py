"""`baukasten handover PLACE`: to another agency or body; both sides agree."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from platform_core.scope import platform_scope
from provisioning.lifecycle import handover
from provisioning.lifecycle.terminal import person_named, place_named, told
from tenants.models import Agency, ResponsibleBody


class Command(BaseCommand):
    help = (
        "Proposes to hand a place over to another agency or responsible body, and answers for a side. Nobody agrees "
        "for both. Examples: baukasten handover unser-nb --to neubrandenburg --body stadt --reason 'The city goes on' "
        "--by bea@example.org | baukasten handover unser-nb --agree taking --by nora@example.org"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("place", help="the place's slug, for example weslarn")
        way = parser.add_mutually_exclusive_group()
        way.add_argument("--to", metavar="AGENCY", help="propose: the slug of the receiving agency")
        way.add_argument("--agree", choices=handover.SIDES, help="say yes for one side")
        way.add_argument("--decline", action="store_true", help="say no")
        way.add_argument("--withdraw", action="store_true", help="take the proposal back")
        parser.add_argument(
            "--body", default="", help="the key of the receiving agency's body that answers from then on"
        )
        parser.add_argument("--reason", default="")
        parser.add_argument("--by", metavar="EMAIL", help="who does this: an operator, or somebody of the agency")

    def handle(self, *args: Any, **options: Any) -> None:
        with told():
            tenant = place_named(options["place"])
            if options["to"]:
                self._propose(tenant, options)
            elif options["agree"] or options["decline"] or options["withdraw"]:
                self._answer(tenant, options)
            found = handover.open_handover(tenant)
            if found is None:
                tenant = place_named(options["place"])
                self.stdout.write(f"{tenant.name} is with {tenant.agency.name}, for {tenant.body.name}.")
                return
            for side, name, at in (
                ("giving", found.from_agency.name, found.given_at),
                ("taking", found.to_agency.name, found.taken_at),
            ):
                self.stdout.write(f"{side}: {name} {'agreed' if at else 'has not agreed yet'}")

    @staticmethod
    def _propose(tenant: Any, options: dict[str, Any]) -> None:
        by = person_named(options["by"])
        with platform_scope():
            agency = Agency.objects.filter(slug=options["to"]).first()
            body = ResponsibleBody.objects.filter(agency=agency, key=options["body"]).first()
        if agency is None or (options["body"] and body is None):
            raise CommandError(f"There is no agency {options['to']!r}, or it has no body {options['body']!r}.")
        handover.propose(tenant, to_agency=agency, to_body=body, by=by, reason=options["reason"])

    @staticmethod
    def _answer(tenant: Any, options: dict[str, Any]) -> None:
        by, found = person_named(options["by"]), handover.open_handover(tenant)
        if found is None:
            raise CommandError(f"No handover of {tenant.name} is open. Begin with --to AGENCY.")
        if options["agree"]:
            handover.agree(found, side=options["agree"], by=by, reason=options["reason"])
        elif options["decline"]:
            handover.decline(found, by=by, reason=options["reason"])
        else:
            handover.withdraw(found, by=by, reason=options["reason"])
