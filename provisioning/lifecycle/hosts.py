"""What can be a host name of somebody's own, and what it must not be."""

from __future__ import annotations

import ipaddress
import re

from django.conf import settings
from django.utils.translation import gettext as _

from platform_core.refusal import Refusal
from platform_core.scope import platform_scope
from tenants.addresses import normal_host
from tenants.models import RESERVED_LABELS, SLUG, Agency, BaseDomain

LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\Z")
#: Ends that never lead to anybody in the internet (RFC 6761, 6762, 7686, 8375), whatever a TXT record says.
NOWHERE = ("localhost", "local", "invalid", "onion", "arpa", "internal", "home", "lan")
#: Python's IDNA is that of 2003: it would turn these into other names, which may be somebody else's.
DEVIATING = frozenset("ßς\u200c\u200d")


class AddressRefused(Refusal):
    """A name that cannot be an address of this place; the message says why and what can."""

    status = 422


def own_host(typed: str) -> str:
    """The host name that somebody typed, in its IDNA form. Raises AddressRefused for what can be nobody's own."""
    text = typed.strip().removeprefix("https://").removeprefix("http://").rstrip("/")
    host = None if DEVIATING & set(text) else normal_host(text)
    if DEVIATING & set(text):
        raise AddressRefused(
            _("Please write “%(name)s” in its technical form, which begins with xn--.") % {"name": text}
        )
    if host is None or len(host) > 200 or not _is_name(host):
        raise AddressRefused(
            _("“%(name)s” is no domain name. Allowed is a name such as www.weslarn.de.") % {"name": text[:100]}
        )
    if _is_below(host, settings.DOMAIN) or host.rsplit(".", 1)[-1] in NOWHERE:
        raise AddressRefused(
            _("“%(name)s” cannot be a domain of your own. Names below %(domain)s are given by renaming the place.")
            % {"name": host, "domain": settings.DOMAIN}
        )
    return host


def _is_name(host: str) -> bool:
    labels = host.split(".")
    if len(labels) < 2 or not all(LABEL.match(label) for label in labels) or labels[-1].isdigit():
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return True
    return False


def _is_below(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def check_no_base_of_others(host: str, agency: Agency) -> None:
    """Raises AddressRefused for a name below the base domain of an agency (that is given, not claimed)."""
    with platform_scope():
        for base in BaseDomain.objects.exclude(quarantined_at__isnull=False):
            if _is_below(host, base.host) and base.agency_id != agency.pk:
                raise AddressRefused(
                    _("“%(name)s” belongs to the domain of another agency. Choose another.") % {"name": host}
                )


def new_label(typed: str) -> str:
    """A name below the platform's domain. Raises AddressRefused."""
    label = typed.strip().lower()
    if not re.match(SLUG.regex, label):
        raise AddressRefused(
            _("“%(name)s” is no address. Use lower-case letters, digits and hyphens, for example bad-sassendorf.")
            % {"name": typed[:63]}
        )
    if label in RESERVED_LABELS:
        raise AddressRefused(_("“%(name)s” belongs to the platform itself. Choose another.") % {"name": label})
    return label
