"""What every template may count on: the place, its navigation, its stylesheet, the mode."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from platform_core.place import PlaceState
from theming import stylesheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest

    from platform_core.contract import MenuLink, Module
    from platform_core.legal.completeness import Need
    from platform_core.place import Look, Place

    type Address = Callable[..., str]

MODES = ("auto", "light", "dark")
WITH_PAGES = (PlaceState.ACTIVE, PlaceState.READ_ONLY, PlaceState.PREPARING)


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the navigation or the tab bar."""

    title: str
    url: str
    icon: str
    current: bool = False
    main: bool = False
    short: str = ""
    below: tuple[MenuLink, ...] = ()


def face(request: HttpRequest) -> dict[str, Any]:
    """The context processor. Asks nothing of the database, and survives a request without place or user."""
    place: Place | None = getattr(request, "place", None)
    url = functools.partial(address, urlconf=getattr(request, "urlconf", None))
    look = stylesheet.look_of(place)
    modules = _modules_of(place)
    nav = list(_nav(request.path, modules, url))
    return {
        "place": place,
        "nav": nav,
        "tabs": _tabs(request.path, nav, modules, url) if place else [],
        "look": look,
        "theme_href": url("theming:theme", digest=stylesheet.theme_hash(look)),
        "icons": _icons(look, url),
        "bars": _bars(look, mode_of(request)),
        "kern_theme": mode_of(request),
        "kern_modes": mode_labels(),
        "lacking": _lacking(place),
    }


def _icons(look: Look, url: Address) -> dict[str, str]:
    """Addresses of what stands for the place in tabs and on home screens. A logo has no drawing."""
    digest = stylesheet.face_hash(look)
    drawn = "" if look.logo else url("theming:sign", digest=digest)
    pixels = {kind: url("theming:app_icon", digest=digest, kind=kind) for kind in ("180", "192")}
    return {"svg": drawn, "apple": pixels["180"], "png": pixels["192"], "manifest": url("theming:manifest")}


def _bars(look: Look, mode: str) -> list[tuple[str, str]]:
    """The colour of the browser's own bars, and when it holds."""
    tones = stylesheet.tones_of(look)
    colours = {"light": tones.light.accent, "dark": tones.dark.soft}
    if mode in colours:
        return [(colours[mode], "")]
    return [(colour, f"(prefers-color-scheme: {name})") for name, colour in colours.items()]


def address(name: str, /, *, urlconf: str | None = None, **arguments: str) -> str:
    """The path of a named page, or nothing where this host has no such page.

    Pages made by the middleware come before Django knows the host's `urlconf`.
    """
    try:
        return reverse(name, urlconf=urlconf, kwargs=arguments or None)
    except (NoReverseMatch, ImproperlyConfigured):
        return ""


def mode_of(request: HttpRequest) -> str:
    """What the visitor chose, else what the place begins with."""
    chosen = request.COOKIES.get(settings.THEME_COOKIE_NAME, "")
    return chosen if chosen in MODES else str(stylesheet.look_of(getattr(request, "place", None)).mode)


def mode_labels() -> list[tuple[str, str, str]]:
    """Value, word and icon of each mode, for the switch in the footer."""
    return [("auto", _("Automatic"), "auto"), ("light", _("Light"), "sun"), ("dark", _("Dark"), "moon")]


def _lacking(place: Place | None) -> list[Need]:
    """What keeps a place in preparation from going public."""
    from platform_core.legal.completeness import missing_in

    return missing_in(place) if place and place.state == PlaceState.PREPARING else []


def _modules_of(place: Place | None) -> list[Module]:
    if place is None:
        return []
    from platform_core import registry

    return list(registry.modules_of(place))


def _nav(path: str, modules: list[Module], url: Address) -> Iterator[Entry]:
    home = url("home")
    if home:
        yield Entry(_("Home"), home, "home", current=path == home)
    entries = sorted(((entry, module) for module in modules for entry in module.nav), key=lambda each: each[0].order)
    menus = _menus(modules)
    for entry, module in entries:
        target = url(entry.url_name)
        if target:
            short = str(getattr(entry, "short", "") or "")
            below = menus.pop(module.name, ())
            yield Entry(str(entry.title), target, entry.icon, path.startswith(target), short=short, below=below)


def _menus(modules: list[Module]) -> dict[str, tuple[MenuLink, ...]]:
    """The links below the modules' entries; none outside of the place's scope, as on pages of the middleware.

    None for a closed place either: its tables may be older than the code, or not there.
    """
    from platform_core.menu import menu_here
    from platform_core.scope import current_or_none

    scope = current_or_none()
    return dict(menu_here()) if modules and scope and scope.place and scope.place.state in WITH_PAGES else {}


def _tabs(path: str, nav: list[Entry], modules: list[Module], url: Address) -> list[Entry]:
    """Home, the first section, the thing to do, search, oneself: what a thumb reaches."""
    tabs = nav[:2]
    offered = (action for module in modules for action in module.actions if action.is_new)
    actions = sorted(offered, key=lambda action: action.order)
    if actions:
        target = url(actions[0].url_name) if len(actions) == 1 else f"{url('home')}#mitmachen"
        tabs = [replace(tab, current=tab.current and path != target) for tab in tabs]
        tabs.append(Entry(_("Contribute"), target, "plus", current=path == target, main=True))
    for title, name, icon in ((_("Search"), "search", "search"), (_("Me"), "me", "user")):
        target = url(name)
        if target:
            tabs.append(Entry(title, target, icon, current=path.startswith(target)))
    return tabs
