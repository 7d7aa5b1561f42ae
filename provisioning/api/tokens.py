"""Making, finding and revoking accesses to the API."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from platform_core.audit.record import record
from platform_core.refusal import Refusal
from provisioning.api.models import Scope, Token

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from platform_core.accounts.models import Person
    from tenants.models import Agency

MARK = "bk_"
SHOWN = 10  # signs of a secret that lists show
NOTED_EVERY = timedelta(minutes=1)
LONGEST_NAME = 80


class TokenRefused(Refusal):
    """A token that cannot be made or revoked; the message says what is allowed."""

    status = 422


@transaction.atomic
def make_token(
    *,
    name: str,
    agency: Agency | None,
    scopes: Sequence[str] = (Scope.READ,),
    by: Person | None = None,
    expires_at: datetime | None = None,
) -> tuple[Token, str]:
    """A new token and its secret, which is kept nowhere. Without an agency it reaches the whole platform."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise TokenRefused(_("Give the access a name of 1 to 80 signs that says what it is for."))
    if not scopes or set(scopes) - set(Scope.values):
        named, known = ", ".join(sorted(scopes)) or "–", ", ".join(Scope.values)
        raise TokenRefused(_("%(named)s: rights are %(known)s, at least one.") % {"named": named, "known": known})
    if expires_at is not None and expires_at <= timezone.now():
        raise TokenRefused(_("An access that has expired already is of no use. Choose a day in the future."))
    secret = MARK + secrets.token_urlsafe(32)
    token = Token.objects.create(
        name=name,
        agency=agency,
        scopes=sorted(scopes),
        made_by=by,
        expires_at=expires_at,
        prefix=secret[:SHOWN],
        digest=digest_of(secret),
    )
    record("token.made", subject=name, key=token.pk, after=facts(token))
    return token, secret


def facts(token: Token) -> dict[str, object]:
    """What the log says of a token; nothing that opens a door."""
    return {
        "prefix": token.prefix,
        "agency": token.agency.slug if token.agency else "",
        "scopes": token.scopes,
        "expires": token.expires_at,
    }


@transaction.atomic
def revoke_token(token: Token, *, reason: str = "") -> bool:
    """End an access for good; whether it was open until now."""
    now = timezone.now()
    if not Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        return False
    token.revoked_at = now
    record("token.revoked", subject=token.name, key=token.pk, reason=reason, before=facts(token))
    return True


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(secret: str) -> Token | None:
    """The valid token of this secret, and a note that it was used, at most once a minute."""
    if not secret.startswith(MARK) or not secret.isascii():
        return None
    token = Token.objects.valid().select_related("agency", "made_by").filter(digest=digest_of(secret)).first()
    now = timezone.now()
    if token is not None and (token.used_at is None or token.used_at < now - NOTED_EVERY):
        Token.objects.filter(pk=token.pk).update(used_at=now)
    return token
