"""`baukasten token`: accesses to the API, made, listed, revoked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from platform_core.refusal import Refusal
from platform_core.scope import platform_scope
from provisioning.api.models import Scope, Token, TokenQuerySet
from provisioning.api.tokens import make_token, revoke_token
from provisioning.lifecycle.terminal import agency_named


class Command(BaseCommand):
    help = (
        "Makes, lists and revokes accesses to the API. The secret of a new one is shown once and kept nowhere. "
        "Examples: baukasten token make Kreisportal --agency modellorte --write | baukasten token list | "
        "baukasten token revoke bk_4nRt8Qw"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        make = acts.add_parser("make", help="make an access and show its secret")
        make.add_argument("name", help="what it is for")
        make.add_argument("--agency", help="the agency's slug; without it: the whole platform")
        make.add_argument("--write", action="store_true", help="it may change things, too")
        make.add_argument("--days", type=int, help="how many days it is valid; without it: until it is revoked")
        acts.add_parser("list", help="show all accesses")
        revoke = acts.add_parser("revoke", help="end an access for good")
        revoke.add_argument("which", help="the beginning of its secret, or its id, as the list shows them")
        revoke.add_argument("--reason", default="", help="why, for the log")

    def handle(self, *args: Any, **options: Any) -> None:
        act = {"make": self._make, "list": self._list, "revoke": self._revoke}[options["act"]]
        try:
            with platform_scope():
                act(options)
        except Refusal as refused:
            raise CommandError(str(refused)) from refused

    def _make(self, options: dict[str, Any]) -> None:
        agency = agency_named(options["agency"]) if options["agency"] is not None else None
        scopes = [Scope.READ, Scope.WRITE] if options["write"] else [Scope.READ]
        expires = timezone.now() + timedelta(days=_days(options["days"])) if options["days"] is not None else None
        token, secret = make_token(name=options["name"], agency=agency, scopes=scopes, expires_at=expires)
        self.stdout.write(f"{token.name} may {' and '.join(scopes)} for {token.agency or 'the whole platform'}.")
        self.stdout.write("Keep this secret now; it is shown this one time:")
        self.stdout.write(secret)

    def _list(self, options: dict[str, Any]) -> None:
        for token in Token.objects.select_related("agency"):
            state = "valid" if token.is_valid else "revoked" if token.revoked_at else "expired"
            used = f"used {token.used_at:%Y-%m-%d}" if token.used_at else "never used"
            whose = token.agency.slug if token.agency else "platform"
            self.stdout.write(
                f"{token.prefix}…  {token.pk}  {whose:<16} {'+'.join(token.scopes):<11} {state:<8} {used:<16} {token.name}"
            )

    def _revoke(self, options: dict[str, Any]) -> None:
        found = list(_named(options["which"]))
        if len(found) != 1:
            said = "is no access" if not found else "is more than one access; name it by its id"
            raise CommandError(f"{options['which']!r} {said}. `baukasten token list` shows them.")
        changed = revoke_token(found[0], reason=options["reason"])
        self.stdout.write(f"{found[0]} is {'now' if changed else 'already'} revoked.")


def _days(days: int) -> int:
    if not 0 < days <= 3660:
        raise CommandError(f"--days is {days}, but must be a number from 1 to 3660.")
    return days


def _named(which: str) -> TokenQuerySet:
    try:
        return Token.objects.filter(pk=UUID(which))
    except ValueError:
        return Token.objects.filter(prefix=which.rstrip("…")[:10])
