"""What people write is Markdown; what others see is sanitised HTML.

`to_html` is for contributions and comments; `rich` for pages that stand on
their own, with pictures, headings to jump to and links without distrust.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from platform_core.contributions.slugs import german_slug

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TABLE = {"table", "thead", "tbody", "tr", "th", "td"}
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a", "code", "pre", "h3", "h4", "hr", "del"} | TABLE
CELL = {"class"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "th": {"scope", *CELL}, "td": CELL}
SCHEMES = {"http", "https", "mailto", "tel"}
STRANGERS = "nofollow noopener noreferrer ugc"
TAG = re.compile(r"<[^>]+>")
ASIDE = re.compile(r"<(h[1-6]|table)\b.*?</\1>", re.DOTALL)
#: Alignment comes as an inline style, which our policy forbids; a class says the same.
ALIGNED = {"text-align:right": "cell--end", "text-align:center": "cell--mid"}
PICTURE = "bild:"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that a text may show, by its short key."""

    url: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading to jump to; `key` is its id in the page."""

    level: int
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Rich:
    """A text as HTML, with its headings."""

    html: SafeString
    headings: tuple[Heading, ...]


@functools.cache
def _markdown() -> MarkdownIt:
    settings = {"html": False, "linkify": False, "breaks": True}
    return MarkdownIt("commonmark", settings).enable(["strikethrough", "table"])


def to_html(source: str) -> str:
    """Safe HTML of a Markdown text: few tags, links without trust, headings from the third level on."""
    tokens = _markdown().parse(source)
    for token in tokens:
        _shape(token, top=3)
    html = _markdown().renderer.render(tokens, _markdown().options, {})
    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=STRANGERS)
    return _scrolling_tables(clean, "")  # kept in the database, so no word of ours in one language


def rich(source: str, pictures: Mapping[str, Picture] | None = None) -> Rich:
    """A page's text: headings from the second level on with ids, pictures by `![alt](bild:key)`, tables."""
    tokens = _markdown().parse(source)
    headings: list[Heading] = []
    taken: dict[str, int] = {}
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        _shape(token, top=2)
        if token.type == "heading_open" and following is not None:
            headings.append(_named(token, plain(following), taken))
        if token.type == "inline":
            token.children = [_pictured(child, pictures or {}) for child in token.children or []]
    html = _markdown().renderer.render(tokens, _markdown().options, {})
    clean = nh3.clean(
        html,
        tags=TAGS | {"h2", "img"},
        attributes=ATTRIBUTES
        | {"img": {"src", "alt", "width", "height", "loading"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}},
        url_schemes=SCHEMES,
        link_rel="noopener",
    )
    return Rich(mark_safe(_scrolling_tables(clean, _("Table"))), tuple(headings))  # noqa: S308 -- sanitised just now


def _shape(token: Token, *, top: int) -> None:
    """Headings to the levels that the page has room for; cells without inline styles, with a scope."""
    if token.type in {"heading_open", "heading_close"}:
        token.tag = f"h{min(max(int(token.tag[1]), top), 4)}"
    if token.type in {"th_open", "td_open"}:
        css = ALIGNED.get(str(token.attrs.pop("style", "")))
        if css:
            token.attrs["class"] = css
        if token.type == "th_open":
            token.attrs["scope"] = "col"


def _named(token: Token, text: str, taken: dict[str, int]) -> Heading:
    """Give a heading its id; the second of the same words gets a number. `taken` counts them."""
    key = f"t-{german_slug(text) or 'abschnitt'}"
    taken[key] = taken.get(key, 0) + 1
    if taken[key] > 1:
        key = f"{key}--{taken[key]}"  # two hyphens never come out of words
    token.attrs["id"] = key
    return Heading(int(token.tag[1]), key, text)


def _pictured(token: Token, pictures: Mapping[str, Picture]) -> Token:
    """A picture of ours in its size; a picture from elsewhere becomes its words, since nothing is loaded from there."""
    if token.type != "image":
        return token
    picture = pictures.get(str(token.attrs.get("src", "")).removeprefix(PICTURE))
    if picture is None:
        return Token("text", "", 0, content=token.content)
    alt = token.content.strip() or picture.alt
    token.attrs = {"src": picture.url, "alt": alt, "width": picture.width, "height": picture.height, "loading": "lazy"}
    token.children = [Token("text", "", 0, content=alt)]
    return token


def _scrolling_tables(clean: str, label: str) -> str:
    """Wide tables scroll by themselves, for keyboards too. In the cleaned text `<table>` can only be ours."""
    voice = f' role="region" aria-label="{escape(label)}"' if label else ""
    opening = f'<div class="tablebox" tabindex="0"{voice}><table>'
    return clean.replace("<table>", opening).replace("</table>", "</table></div>")


def plain(token: Token) -> str:
    """The words of an inline token, without marks."""
    inside = token.children or []
    return "".join(child.content for child in inside if child.type in {"text", "code_inline", "image"}).strip()


def _inline(source: str) -> Iterator[Token]:
    for token in _markdown().parse(source):
        yield from token.children or []


def links_in(source: str) -> list[tuple[str, str]]:
    """Address and words of each link of a text, in order."""
    found: list[tuple[str, str]] = []
    words: list[str] | None = None
    address = ""
    for token in _inline(source):
        if token.type == "link_open":
            address, words = str(token.attrs.get("href", "")), []
        elif token.type == "link_close" and words is not None:
            found.append((address, "".join(words).strip()))
            words = None
        elif words is not None:
            words.append(token.content)
    return found


def pictures_in(source: str) -> list[tuple[str, str]]:
    """Address and description of each picture of a text, in order."""
    return [(str(each.attrs.get("src", "")), each.content.strip()) for each in _inline(source) if each.type == "image"]


def excerpt(html: str, length: int = 200) -> str:
    """The first words of a sanitised text, at most `length` characters, cut between words.

    Headings and tables say little without their place; a text of nothing else is told whole.
    """
    text = _words(ASIDE.sub(" ", html)) or _words(html)
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(",;:.–- ") + " …"


def _words(html: str) -> str:
    return " ".join(nh3.clean(TAG.sub(" ", html), tags=set()).split())
