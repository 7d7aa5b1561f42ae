"""What people write is Markdown; what others see is sanitised HTML."""

from __future__ import annotations

import functools
import re

import nh3
from markdown_it import MarkdownIt

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "a", "code", "pre", "h3", "h4", "hr", "del"}
TAG = re.compile(r"<[^>]+>")


@functools.cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).enable("strikethrough")


def to_html(source: str) -> str:
    """Safe HTML of a Markdown text: few tags, links without trust, headings from the third level on."""
    html = _markdown().render(source)
    for level in "12":
        html = html.replace(f"<h{level}>", "<h3>").replace(f"</h{level}>", "</h3>")
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer ugc",
    )


def excerpt(html: str, length: int = 200) -> str:
    """The first words of a sanitised text, at most `length` characters, cut between words."""
    text = " ".join(nh3.clean(TAG.sub(" ", html), tags=set()).split())
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(",;:.–- ") + " …"
