"""Links in a text, and which of them lead out of the place."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

from platform_core.contributions.text import TAG, to_html
from platform_core.scope import current_place

HREF = re.compile(r'<a [^>]*?href="([^"]*)"')
ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)
ENDINGS = "de|com|net|org|info|biz|eu|at|ch|io|co|me|tv|ru|cn|xyz|top|shop|online|site|store|click|link|live|club|vip|app|dev|ly|gl|cc"
#: A host name without a scheme; what stands after an @ is a mail address.
BARE = re.compile(rf"(?<![\w@./-])(?:[\w-]+\.)+(?:{ENDINGS})(?![\w-]|\.\w)(?:/[^\s<>\"]*)?", re.IGNORECASE)
DOT = re.compile(r"\s*[\[({]\s*(?:\.|dot|punkt)\s*[\])}]\s*", re.IGNORECASE)
TRAILING = ".,;:!?)]}'\"»“”"


def words_of(text: str) -> str:
    """A text as readers see it: without Markdown and HTML, entities resolved."""
    return html.unescape(TAG.sub("", to_html(text)))


def strange_links(text: str) -> list[str]:
    """Where the links of a text lead, each host once, without those that stay within the place."""
    shown = DOT.sub(".", words_of(text))
    given = [html.unescape(each) for each in HREF.findall(to_html(text))]
    given += ADDRESS.findall(shown) + BARE.findall(ADDRESS.sub(" ", shown))
    hosts = (host_of(each.rstrip(TRAILING)) for each in given)
    return list(dict.fromkeys(host for host in hosts if host and host not in own_hosts()))


def own_hosts() -> frozenset[str]:
    """The hosts of the place and of its region's portal."""
    place = current_place()
    return frozenset(filter(None, (place.host, urlsplit(place.region_url).hostname)))


def host_of(address: str) -> str:
    """The host that a browser would open; empty for a path of our own, a part of the page or a mail address."""
    if address.lower().startswith("mailto:"):
        return ""
    address = address.replace("\\", "/")  # as browsers read it
    if not address.startswith("//") and "://" not in address:
        if address.startswith(("/", "#", "?")):
            return ""
        address = f"//{address}"
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return address.lower()[:60]
