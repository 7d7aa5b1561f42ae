"""What every template may count on: the place, its navigation, its stylesheet, the mode."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from theming import stylesheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

    from platform_core.contract import Module
    from platform_core.place import Place

MODES = ("auto", "light", "dark")


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the navigation or the tab bar."""

    title: str
    url: str
    icon: str
    current: bool = False
    main: bool = False


def face(request: HttpRequest) -> dict[str, Any]:
    """The context processor. Asks nothing of the database, and survives a request without place or user."""
    place: Place | None = getattr(request, "place", None)
    modules = _modules_of(place)
    nav = list(_nav(request.path, modules))
    return {
        "place": place,
        "nav": nav,
        "tabs": _tabs(request.path, nav, modules),
        "theme_href": theme_href(place),
        "kern_theme": mode_of(request),
        "kern_modes": mode_labels(),
    }


def theme_href(place: Place | None) -> str:
    """The address of the place's stylesheet, or nothing where it is not served."""
    digest = stylesheet.theme_hash(stylesheet.look_of(place))
    return _url("theming:theme", digest=digest)


def mode_of(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(settings.THEME_COOKIE_NAME, "auto")
    return chosen if chosen in MODES else "auto"


def mode_labels() -> list[tuple[str, str, str]]:
    """Value, word and icon of each mode, for the switch in the footer."""
    return [("auto", _("Automatic"), "auto"), ("light", _("Light"), "sun"), ("dark", _("Dark"), "moon")]


def _modules_of(place: Place | None) -> list[Module]:
    if place is None:
        return []
    from platform_core import registry  # noqa: PLC0415 -- error pages must render even before modules are loaded

    return list(registry.modules_of(place))


def _nav(path: str, modules: list[Module]) -> Iterator[Entry]:
    home = _url("home")
    if home:
        yield Entry(_("Home"), home, "home", current=path == home)
    entries = sorted((entry for module in modules for entry in module.nav), key=lambda entry: entry.order)
    for entry in entries:
        url = _url(entry.url_name)
        if url:
            yield Entry(str(entry.title), url, entry.icon, current=path.startswith(url))


def _tabs(path: str, nav: list[Entry], modules: list[Module]) -> list[Entry]:
    """Home, the first section, the thing to do, search, oneself: what a thumb reaches."""
    tabs = nav[:2]
    actions = sorted((action for module in modules for action in module.actions), key=lambda action: action.order)
    if actions:
        url = _url(actions[0].url_name) if len(actions) == 1 else _url("home") + "#mitmachen"
        tabs.append(Entry(_("Contribute"), url, "plus", current=path == url, main=True))
    for title, name, icon in ((_("Search"), "search", "search"), (_("Me"), "me", "user")):
        url = _url(name)
        if url:
            tabs.append(Entry(title, url, icon, current=path.startswith(url)))
    return tabs


def _url(name: str, **arguments: str) -> str:
    try:
        return reverse(name, kwargs=arguments or None)
    except NoReverseMatch:
        return ""
