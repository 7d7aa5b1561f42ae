"""What another main address breaks, with real counts from the place: the dry run before a rename."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext as _

from platform_core.place import WITHOUT_TABLES
from platform_core.scope import place_scope, platform_scope
from tenants.addresses import place_of, tenants

if TYPE_CHECKING:
    from platform_core.place import Place
    from tenants.models import Tenant


@dataclass(frozen=True, slots=True)
class Broken:
    """One thing that a new address breaks or keeps; `count` is None where nobody can know it."""

    what: str
    says: str
    count: int | None = None
    breaks: bool = True


def consequences(tenant: Tenant, host: str) -> list[Broken]:
    """What happens when `host` becomes the main address of a place; writes nothing."""
    with platform_scope():
        place = place_of(tenants().get(pk=tenant.pk))
    if place.host == host:
        return [Broken("nothing", _("Nothing changes: this is the main address already."), breaks=False)]
    names = {"old": place.host, "new": host}
    sessions, passkeys = (0, 0) if tenant.state in WITHOUT_TABLES else _counts(place)
    return [
        Broken("sessions", _("Signed-in devices: each has to sign in once more at %(new)s.") % names, sessions),
        Broken(
            "passkeys",
            _("Passkeys: they are bound to %(old)s and no longer work. Their owners sign in by a code by mail.")
            % names,
            passkeys,
        ),
        Broken("push", _("Push messages: browsers have to be allowed to show them again at %(new)s.") % names),
        Broken(
            "apps", _("Installed on home screens: the app opens %(old)s and is led on, in a browser window.") % names
        ),
        Broken(
            "links", _("Links, bookmarks, QR codes and mails keep working: %(old)s leads on.") % names, breaks=False
        ),
    ]


def _counts(place: Place) -> tuple[int, int]:
    with place_scope(place):
        sessions = Session.objects.filter(expire_date__gt=timezone.now()).count()
        passkeys = Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).count()
    return sessions, passkeys
