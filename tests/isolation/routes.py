"""Every URL pattern of every urlconf, found by itself, third-party ones included."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import URLPattern, get_resolver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.urls import URLResolver

PLACE, PLATFORM = "platform_core.urls.place", "platform_core.urls.platform"


@dataclass(frozen=True)
class Route:
    """One pattern: where it is, what it is called, and the arguments it takes."""

    urlconf: str
    name: str
    text: str
    arguments: tuple[str, ...]

    def __str__(self) -> str:
        return f"/{self.text}"

    @property
    def module(self) -> str:
        """The namespace, which is a module's name where a module brings the pattern."""
        return self.name.partition(":")[0] if ":" in self.name else ""


class UnnamedPattern(Exception):
    """A pattern that the walk cannot reach."""


def routes(urlconf: str) -> list[Route]:
    """All patterns of a urlconf. Raises UnnamedPattern with a sentence."""
    return list(_below(urlconf, get_resolver(urlconf), "", (), ()))


def _below(
    urlconf: str, resolver: URLResolver, text: str, spaces: tuple[str, ...], taken: tuple[str, ...]
) -> Iterator[Route]:
    for each in resolver.url_patterns:
        whole = text + str(each.pattern)
        arguments = (*taken, *each.pattern.regex.groupindex)
        if isinstance(each, URLPattern):
            if not each.name:
                raise UnnamedPattern(f"{urlconf}: the pattern {whole!r} has no name. Give it one: path(…, name=…).")
            yield Route(urlconf, ":".join((*spaces, each.name)), whole, arguments)
        else:
            inner = (*spaces, each.namespace) if each.namespace else spaces
            yield from _below(urlconf, each, whole, inner, arguments)
