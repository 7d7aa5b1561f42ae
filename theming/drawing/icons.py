"""Line icons on a grid of 24, drawn for the Baukasten; put into the page, so that none is fetched."""

from __future__ import annotations

import functools

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

SIZES = {"s": "ic ic--s", "m": "ic", "l": "ic ic--l", "xl": "ic ic--xl"}

SHAPES = {
    "archive": '<path d="M3.5 4h17v5h-17zM5 9v11h14V9M10 13h4"/>',
    "auto": '<circle cx="12" cy="12" r="8.5"/><path d="M12 3.500v17M12 7h4.500M12 12h8M12 17h4.5"/>',
    "back": '<path d="M15 5l-7 7 7 7"/>',
    "bell": '<path d="M6 16v-5a6 6 0 0 1 12 0v5l1.5 2h-15zM10 21h4"/>',
    "bold": '<path d="M7 4h6a4 4 0 0 1 0 8H7zM7 12h7a4 4 0 0 1 0 8H7z"/>',
    "bulb": (
        '<path d="M9 18h6M10 21h4M12 3a6 6 0 0 0-4 10.500c.7.7 1 1.5 1 2.500h6c0-1 .3-1.8 1-2.500A6 6 0 0 0 12 3z"/>'
    ),
    "calendar": '<path d="M4 5h16v15H4zM4 10h16M8 3v4M16 3v4"/>',
    "chat": '<path d="M4 5h16v11H10l-4 4v-4H4z"/>',
    "check": '<path d="m5 12.5 4.5 4.500L19 7.5"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>',
    "copy": '<path d="M8 8h12v12H8zM16 8V4H4v12h4"/>',
    "council": '<path d="M12 4v16M6 20h12M5 7h14M5 7l-3 7h6zM19 7l-3 7h6z"/>',
    "doc": '<path d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6"/>',
    "descend": '<path d="M12 4v14M6.500 12.500 12 18l5.500-5.500"/>',
    "down": '<path d="M12 4v12M7 11.500l5 5 5-5M5 20h14"/>',
    "feed": '<path d="M5 11a8 8 0 0 1 8 8M5 5a14 14 0 0 1 14 14"/><circle cx="6" cy="18" r="1.600" fill="currentColor" stroke="none"/>',
    "filter": '<path d="M4 6h16M7 12h10M10 18h4"/>',
    "fit": '<path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5"/><circle cx="12" cy="12" r="2"/>',
    "flag": '<path d="M5 21V4h13l-3 4.500L18 13H5"/>',
    "globe": '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.500c3 3 3 14 0 17M12 3.500c-3 3-3 14 0 17"/>',
    "grid": '<path d="M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z"/>',
    "heading": '<path d="M6 4v16M18 4v16M6 12h12"/>',
    "heart": '<path d="M12 20s-8-5-8-11a4.5 4.5 0 0 1 8-2.800A4.5 4.5 0 0 1 20 9c0 6-8 11-8 11z"/>',
    "home": '<path d="M4 11l8-7 8 7v9h-5v-6H9v6H4z"/>',
    "hourglass": '<path d="M6 3h12M6 21h12M7 3c0 5 5 6 5 9s-5 4-5 9M17 3c0 5-5 6-5 9s5 4 5 9"/>',
    "image": '<path d="M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4"/><circle cx="15.5" cy="9" r="1.3"/>',
    "inbox": '<path d="M4 13 6.5 5h11L20 13v6H4zM4 13h5a3 3 0 0 0 6 0h5"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 8v.1"/>',
    "italic": '<path d="M10 4h8M6 20h8M14 4l-4 16"/>',
    "key": '<circle cx="8" cy="15" r="4"/><path d="M11 12l8-8M16 7l3 3"/>',
    "link": (
        '<path d="M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.700L11.5 7.500M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 '
        '5.700l1.8-1.800"/>'
    ),
    "list": '<path d="M9 6h11M9 12h11M9 18h11M4.500 6v.1M4.500 12v.1M4.500 18v.1"/>',
    "locate": (
        '<circle cx="12" cy="12" r="6"/><circle cx="12" cy="12" r="1.5"/><path d="M12 2.500V6M12 '
        '18v3.500M2.5 12H6M18 12h3.5"/>'
    ),
    "lock": '<path d="M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3"/>',
    "mail": '<path d="M3.5 6h17v13h-17zM3.5 7l8.5 6.500L20.5 7"/>',
    "map": '<path d="M9 4 3 6v14l6-2 6 2 6-2V4l-6 2zM9 4v14M15 6v14"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "minus": '<path d="M5 12h14"/>',
    "moon": '<path d="M20 14.500A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.500z"/>',
    "monitor": '<path d="M3 5h18v11H3zM9 20h6M12 16v4"/>',
    "paper": '<path d="M4 5h13v14H4zM17 9h3v8a2 2 0 0 1-3 2M7.5 9h6M7.5 12.500h6M7.5 16h4"/>',
    "next": '<path d="M9 5l7 7-7 7"/>',
    "office": '<path d="M4 20V9l8-5 8 5v11M2.5 20h19M8 20v-8M12 20v-8M16 20v-8"/>',
    "out": '<path d="M10 4H5v16h5M15 8l4 4-4 4M19 12H9"/>',
    "palette": (
        '<path d="M12 3.500a8.5 8.5 0 1 0 0 17c1.600 0 2.2-1 1.800-2.300-.5-1.700.6-3 2.400-3h1.800c1.600 0 2.500-1.200 2.500-3.200 '
        '0-4.700-3.800-8.500-8.500-8.500z"/><circle cx="8" cy="9.500" r="1"/><circle cx="12.5" cy="7.500" r="1"/><circle '
        'cx="7.500" cy="14" r="1"/><circle cx="16.500" cy="10.500" r="1"/>'
    ),
    "pen": '<path d="M4 20l1-4L16 5l3 3L8 19zM14 7l3 3"/>',
    "people": (
        '<circle cx="8" cy="8" r="3"/><circle cx="17" cy="9" r="2.5"/><path d="M2.5 19c0-3.5 2.2-6 '
        '5.5-6s5.5 2.5 5.5 6M15.5 14.200c3.5-.7 6 1.5 6 4.8"/>'
    ),
    "phone": '<path d="M7 3h10v18H7zM11 18h2"/>',
    "pin": '<path d="M12 21s7-6.3 7-11a7 7 0 0 0-14 0c0 4.7 7 11 7 11z"/><circle cx="12" cy="10" r="2.5"/>',
    "pinned": '<path d="M9 3.500h6M10 4v6l-3.500 4h11L14 10V4M12 14v6.500"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "quote": '<path d="M4 13h5v5H4zM4 13c0-4 1.500-6 4-7M14 13h5v5h-5zM14 13c0-4 1.500-6 4-7"/>',
    "reply": '<path d="M9 7 4 12l5 5M4 12h9a6 6 0 0 1 6 6v1"/>',
    "road": '<path d="M8 4 4 20M16 4l4 16M12 4v3M12 10.500v3M12 17v3"/>',
    "search": '<circle cx="11" cy="11" r="7"/><path d="m20 20-4-4"/>',
    "share": '<path d="M12 15V4M8 7.5 12 3.500l4 4M5 12v8h14v-8"/>',
    "shield": '<path d="M12 3l8 3v6c0 5-4 7.5-8 9-4-1.5-8-4-8-9V6z"/>',
    "signpost": '<path d="M12 3v18M5 5h11l3 2.5-3 2.500H5zM19 12H8l-3 2.500L8 17h11z"/>',
    "sliders": '<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>',
    "sun": (
        '<circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 '
        '1.4M18.4 5.6 17 7M7 17l-1.4 1.4"/>'
    ),
    "table": '<path d="M3.500 5h17v14h-17zM3.500 10h17M3.500 14.500h17M9.500 5v14"/>',
    "tag": '<path d="M4 4h8l8 8-8 8-8-8z"/><circle cx="8.500" cy="8.500" r="1.3"/>',
    "thumb": (
        '<path d="M7 11v9H4v-9zM7 11l4-7c1.5 0 2.5 1 2.5 2.500V10H19a1.5 1.5 0 0 1 1.5 1.800l-1.3 '
        '6.700A2 2 0 0 1 17.2 20H7"/>'
    ),
    "tool": (
        '<path d="M14.5 6a4.5 4.5 0 0 1 5.8-1.300L17 8l1 3 3 .1A4.5 4.5 0 0 1 14 14l-7 7-3-3 7-7a4.5 4.5 '
        '0 0 1 3.5-5z"/>'
    ),
    "trash": '<path d="M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5"/>',
    "tree": (
        '<path d="M12 21v-8M12 15l3-2.500M12 3a5.5 5.5 0 0 0-5 7.500A4 4 0 0 0 9 17.500h6a4 4 0 0 0 '
        '2-7A5.5 5.5 0 0 0 12 3z"/>'
    ),
    "up": '<path d="M12 20V6M6.500 11.500 12 6l5.500 5.500"/>',
    "user": '<circle cx="12" cy="8" r="4"/><path d="M4 21c0-4 4-7 8-7s8 3 8 7"/>',
    "warn": '<path d="M12 4 2.5 20h19zM12 10v4.500M12 17v.1"/>',
    "x": '<path d="M6 6l12 12M18 6 6 18"/>',
}

#: Names under which other icon sets know the same thing.
ALIASES = {
    "arrow-left": "back",
    "arrow-right": "next",
    "building": "office",
    "comment": "chat",
    "file": "doc",
    "lightbulb": "bulb",
    "mapi": "map",
    "map-pin": "pin",
    "message": "chat",
    "newspaper": "paper",
    "scale": "council",
    "settings": "tool",
    "users": "people",
}


class UnknownIcon(LookupError):
    """A name that is not drawn; the message lists those that are."""


@functools.lru_cache(maxsize=1024)  # a page shows the same few again and again
def icon(name: str, *, size: str = "m", label: str = "") -> SafeString:
    """The icon as SVG. With a label it speaks for itself, without it is decoration."""
    shape = SHAPES.get(ALIASES.get(name, name))
    if shape is None or size not in SIZES:
        message = f"There is no icon {name!r} in size {size!r}. Icons: {', '.join(SHAPES)}. Sizes: {', '.join(SIZES)}."
        raise UnknownIcon(message)
    voice = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="{}" viewBox="0 0 24 24" {}>{}</svg>', SIZES[size], voice, mark_safe(shape))  # noqa: S308 -- our own drawing
