"""Asking the name servers of others. Whatever they answer is data, and time is short."""

from __future__ import annotations

import dns.exception
import dns.resolver
from django.conf import settings

SECONDS = 5.0
MOST_TEXTS = 50


class Unreachable(Exception):
    """No name server answered; that says nothing about the name."""


def resolver() -> dns.resolver.Resolver:
    """The machine's own resolver, or the servers of BAUKASTEN_DNS. Nothing is cached: a proof is read fresh."""
    made = dns.resolver.Resolver(configure=not settings.DNS_SERVERS)
    made.lifetime = made.timeout = SECONDS
    made.cache = None
    if settings.DNS_SERVERS:
        hosts = [each.rsplit(":", 1) if each.count(":") == 1 else [each, "53"] for each in settings.DNS_SERVERS]
        made.nameservers = [host for host, _port in hosts]
        made.nameserver_ports = {host: int(port) for host, port in hosts}
        made.port = int(hosts[0][1])
    return made


def texts(name: str) -> list[str]:
    """The TXT records of a name, each joined from its parts; empty when there are none. Raises Unreachable."""
    try:
        answer = resolver().resolve(name, "TXT", search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError, ValueError) as problem:
        raise Unreachable(f"{name}: {type(problem).__name__}") from problem
    return [b"".join(record.strings).decode("utf-8", "replace") for record in list(answer)[:MOST_TEXTS]]
