"""`{% load face %}`: pictures, stylesheets and components for templates of every room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from theming import stylesheet
from theming.components import COMPONENTS, WrongProp
from theming.context import address
from theming.drawing import emblems, icons
from theming.faces import face_of, scenery
from theming.files import built

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.template.base import FilterExpression, NodeList, Parser, Token

    from platform_core.place import Place

register = template.Library()

NOTE_KINDS = {"success": "good", "error": "danger", "warning": "warn"}
LANDS = {
    "BW": "Baden-Württemberg",
    "BY": "Bayern",
    "BE": "Berlin",
    "BB": "Brandenburg",
    "HB": "Bremen",
    "HH": "Hamburg",
    "HE": "Hessen",
    "MV": "Mecklenburg-Vorpommern",
    "NI": "Niedersachsen",
    "NW": "Nordrhein-Westfalen",
    "RP": "Rheinland-Pfalz",
    "SL": "Saarland",
    "SN": "Sachsen",
    "ST": "Sachsen-Anhalt",
    "SH": "Schleswig-Holstein",
    "TH": "Thüringen",
}
LETTERS = 2
A_WEEK = 7


@register.simple_tag
def icon(name: str, size: str = "m", label: str = "") -> SafeString:
    return icons.icon(str(name), size=size, label=str(label))


@register.simple_tag
def emblem(place: Place | None, size: str = "m") -> SafeString:
    """The invented arms of a place, or of the platform."""
    return emblems.emblem(stylesheet.look_of(place), css="arms arms--l" if size == "l" else "arms")


@register.simple_tag
def place_sign(place: Place | None) -> SafeString:
    """Logo or arms of the place we are in, beside its name. Other places show their arms: a logo stays at home."""
    return face_of(place).sign()


@register.simple_tag
def hero_picture(place: Place | None) -> SafeString:
    """What lies behind the name on the home page: the place's photo, else its drawn landscape."""
    return face_of(place).backdrop()


@register.simple_tag
def landscape(place: Place | None, quiet: bool = False, css: str = "") -> SafeString:
    """The picture of a place. `quiet` leaves the left half to words; `css` adds a class."""
    return scenery(place, stylesheet.look_of(place), quiet=quiet, css=css)


@register.simple_tag
def initials(name: object, voice: str = "resident", size: str = "m") -> SafeString:
    """A round sign with up to two letters, as decoration: the name stands beside it."""
    words = [word for word in str(name or "").replace("-", " ").split() if word[:1].isalpha()]
    ends = words if len(words) <= LETTERS else [words[0], words[-1]]
    letters = "".join(word[0].upper() for word in ends) or "?"
    classes = f"av av--{voice}" + (" av--s" if size == "s" else "")
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, letters)


@register.simple_tag
def colour_class(place: Place) -> str:
    """The class that gives a card the colours of its own place; needs `place_colours` before it."""
    return stylesheet.colour_class(place.look)


@register.simple_tag
def place_colours(things: Iterable[Any]) -> SafeString:
    """Link the colours of these places, or of the places of these things; in the body, before the first card."""
    pairs = stylesheet.pairs_of(getattr(thing, "place", thing) for thing in things)
    step = stylesheet.MOST_COLOURS
    chunks = [tuple(pairs[i : i + step]) for i in range(0, len(pairs), step)]
    links = [(_cards_href(chunk),) for chunk in chunks]
    return format_html_join("", '<link rel="stylesheet" href="{}">', [link for link in links if link[0]])


@register.simple_tag
def place_stylesheet(place: Place | None) -> SafeString:
    """Link the place's own colours where no context processor has run."""
    digest = stylesheet.theme_hash(stylesheet.look_of(place))
    href = address("theming:theme", digest=digest)
    return format_html('<link rel="stylesheet" href="{}">', href) if href else mark_safe("")


@register.simple_tag
def when(moment: datetime | None) -> SafeString:
    """A point in time as people say it: today, yesterday, 3 days ago, else the date."""
    if moment is None:
        return mark_safe("")
    local = timezone.localtime(moment)
    days = (timezone.localdate() - local.date()).days
    full = f"{date_format(local, 'DATE_FORMAT')}, {date_format(local, 'TIME_FORMAT')}"
    words = _said(days) or date_format(local, "DATE_FORMAT")
    return format_html('<time datetime="{}" title="{}">{}</time>', local.isoformat(timespec="minutes"), full, words)


def _said(days: int) -> str:
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("yesterday")
    return gettext("%(days)s days ago") % {"days": days} if 1 < days <= A_WEEK else ""


register.simple_tag(built)


@register.simple_tag
def font_links(place: Place | None) -> SafeString:
    """Ask for the typeface of the place at once; a place with the device's own has none."""
    link = '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>'
    return format_html_join("\n", link, [(built(file),) for file in stylesheet.fonts_of(stylesheet.look_of(place))])


@register.simple_tag
def platform_path(name: str) -> str:
    """The path of a page on the platform's own host, for pages of hosts that have none."""
    return address(name, urlconf="platform_core.urls.platform")


@register.filter
def note_kind(level: str) -> str:
    """The kind of note for the level of a message."""
    return NOTE_KINDS.get(level, "info")


@register.filter
def before_error(label: object) -> str:
    """A label before what is wrong with it: with a colon, unless it asks."""
    words = str(label)
    return words if words.endswith(("?", ":")) else f"{words}:"


@register.filter
def without_start(words: object, start: str) -> str:
    """The words without this beginning, where the line says it already."""
    return str(words).removeprefix(start)


@register.filter
def land(code: object) -> str:
    """The name of a Land for its code of two letters; anything else stays as it is."""
    return LANDS.get(str(code).removeprefix("DE-"), str(code))


@register.tag("component")
def component(parser: Parser, token: Token) -> ComponentNode:
    """`{% component "note" kind="warn" %}…{% endcomponent %}`; unknown names and props are errors."""
    _tag, quoted, *bits = token.split_contents()
    name = quoted.strip("\"'")
    if name not in COMPONENTS:
        message = f"There is no component {name!r}. Components: {', '.join(COMPONENTS)}."
        raise template.TemplateSyntaxError(message)
    props = dict(_prop(parser, bit) for bit in bits)
    try:
        COMPONENTS[name].check_names(props, name)
    except WrongProp as wrong:
        raise template.TemplateSyntaxError(str(wrong)) from wrong
    content = parser.parse(("endcomponent",))
    parser.delete_first_token()
    return ComponentNode(name, props, content)


def _prop(parser: Parser, bit: str) -> tuple[str, FilterExpression]:
    name, equals, value = bit.partition("=")
    if not equals:
        message = f"A component's props are written name=value; got {bit!r}."
        raise template.TemplateSyntaxError(message)
    return name, parser.compile_filter(value)


class ComponentNode(template.Node):
    """Renders the content, then the component's template with nothing but its props and that content."""

    def __init__(self, name: str, props: dict[str, FilterExpression], content: NodeList) -> None:
        self.name = name
        self.props = props
        self.nodelist = content

    def render(self, context: template.Context) -> SafeString:
        component = COMPONENTS[self.name]
        given: dict[str, Any] = {name: value.resolve(context) for name, value in self.props.items()}
        values = component.filled(given, self.name)
        content = self.nodelist.render(context).strip()
        compiled = context.template.engine.get_template(component.template)  # type: ignore[union-attr]  # set while rendering
        return compiled.render(context.new({**values, "content": mark_safe(content)}))  # noqa: S308 -- rendered, thus escaped


def _cards_href(pairs: tuple[stylesheet.Pair, ...]) -> str:
    digest, colours = stylesheet.cards_name(pairs).split("-", 1)
    return address("theming:cards", digest=digest, colours=colours)
