"""`baukasten address PLACE`: the names of a place, and changing them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from platform_core.scope import platform_scope
from provisioning.lifecycle import addresses, base, sender
from provisioning.lifecycle.consequences import consequences
from provisioning.lifecycle.hosts import new_label
from provisioning.lifecycle.models import Claim
from provisioning.lifecycle.terminal import place_named, told
from tenants.addresses import normal_host
from tenants.models import Domain, Tenant

if TYPE_CHECKING:
    from collections.abc import Callable

ACTS = ("rename", "add", "prove", "primary", "remove", "base", "sender")


class Command(BaseCommand):
    help = (
        "Shows the addresses of a place, or changes them. An own domain needs a TXT record as proof. Examples: "
        "baukasten address weslarn | baukasten address weslarn --rename weslarn-am-hang --dry-run | "
        "baukasten address weslarn --add www.weslarn.de | baukasten address weslarn --prove www.weslarn.de"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("place", help="the place's slug, for example weslarn")
        way = parser.add_mutually_exclusive_group()
        way.add_argument("--rename", metavar="NAME", help="another name below the platform's domain")
        way.add_argument("--add", metavar="HOST", help="begin with a domain of its own; says what to enter")
        way.add_argument("--prove", metavar="HOST", help="look for the proof of a domain now")
        way.add_argument("--primary", metavar="HOST", help="make this the address that all others lead to")
        way.add_argument("--remove", metavar="HOST", help="take an own domain away")
        way.add_argument("--base", metavar="HOST", help="a domain below which all places of the agency get a name")
        way.add_argument("--sender", metavar="EMAIL", help="send mails from this address once its records are right")
        parser.add_argument("--selector", default="", help="with --sender: the DKIM selector")
        parser.add_argument("--dry-run", action="store_true", help="with --rename, --primary: only say what breaks")

    def handle(self, *args: Any, **options: Any) -> None:
        with told():
            tenant = place_named(options["place"])
            for act in ACTS:
                if options[act] is not None:
                    self._act(act, tenant, options)
            self._show(tenant)

    def _act(self, act: str, tenant: Tenant, options: dict[str, Any]) -> None:
        do: Callable[[Tenant, str, dict[str, Any]], None] = getattr(self, f"_{act}")
        do(tenant, options[act], options)

    def _rename(self, tenant: Tenant, name: str, options: dict[str, Any]) -> None:
        label = new_label(name)
        addresses.check_free_label(tenant, label)
        self._say_what_breaks(tenant, Tenant(slug=label).default_host)
        if not options["dry_run"]:
            addresses.rename(tenant, label, by=None)

    def _primary(self, tenant: Tenant, name: str, options: dict[str, Any]) -> None:
        domain = self._domain(tenant, name)
        self._say_what_breaks(tenant, domain.host)
        if not options["dry_run"]:
            addresses.make_primary(domain, by=None)

    def _say_what_breaks(self, tenant: Tenant, host: str) -> None:
        for line in consequences(tenant, host):
            count = f"{line.count} " if line.count is not None else ""
            self.stdout.write(f"  {'!' if line.breaks else ' '} {count}{line.says}")

    def _add(self, tenant: Tenant, name: str, options: dict[str, Any]) -> None:
        self._say_proof(addresses.add_own(tenant, name, by=None))

    def _base(self, tenant: Tenant, name: str, options: dict[str, Any]) -> None:
        self._say_proof(base.add_base(tenant.agency, name, by=None))

    def _say_proof(self, claim: Claim) -> None:
        self.stdout.write(
            f'Enter with the domain provider:\n  {claim.record}. TXT "{claim.value}"\nThen: --prove {claim.host}'
        )

    def _prove(self, tenant: Tenant, name: str, options: dict[str, Any]) -> None:
        with platform_scope():
            claims = Claim.objects.filter(host=normal_host(name) or name)
            own, of_agency = claims.filter(tenant=tenant).first(), claims.filter(agency=tenant.agency_id).first()
        if own is not None:
            addresses.prove(own, by=None)
        elif of_agency is not None:
            base.prove_base(of_agency, by=None)
        else:
            raise CommandError(f"{name}: nobody asked for this domain. Begin with --add or --base.")

    def _remove(self, tenant: Tenant, name: str, options: dict[str, Any]) -> None:
        addresses.remove(self._domain(tenant, name), by=None)

    def _sender(self, tenant: Tenant, address: str, options: dict[str, Any]) -> None:
        chosen = sender.choose(tenant, address, selector=options["selector"], by=None)
        for finding in sender.check(chosen, by=None) if chosen.sender_address else []:
            self.stdout.write(f"  {'✓' if finding.is_right else '✗'} {finding.kind:<6} {finding.says}")
            if not finding.is_right:
                self.stdout.write(f'      {finding.record}. TXT "{finding.value}"')

    @staticmethod
    def _domain(tenant: Tenant, name: str) -> Domain:
        with platform_scope():
            found = Domain.objects.filter(tenant=tenant, host=normal_host(name) or name).first()
        if found is None:
            raise CommandError(f"{tenant.slug} has no address {name!r}.")
        return found

    def _show(self, tenant: Tenant) -> None:
        with platform_scope():
            for domain in Domain.objects.filter(tenant=tenant).order_by("-is_primary", "host"):
                state = "serves" if domain.serves else "does not serve"
                main = ", main address" if domain.is_primary else ""
                self.stdout.write(f"{domain.host:<48} {domain.kind:<9} {state}{main} {domain.problem}".rstrip())
            for claim in Claim.objects.filter(tenant=tenant):
                self.stdout.write(f"{claim.host:<48} waits for its proof: {claim.record} TXT {claim.value}")
