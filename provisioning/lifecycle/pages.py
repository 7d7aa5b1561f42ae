"""Pages for the archive: what they link to, and how they read when nothing can be sent any more."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

IN_STYLE = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)|@import\s+[\"']([^\"']+)[\"']")
#: Elements that go with all that is in them: they run or send something.
GONE = frozenset({"script", "form", "dialog", "noscript", "template", "object", "iframe"})
EMPTY = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
ASSETS = {"img": ("src", "srcset"), "source": ("src", "srcset"), "link": ("href",), "use": ("href",), "a": ("href",)}
RELATIONS_GONE = ("manifest", "modulepreload", "preload", "alternate", "search")


def addresses_in_style(text: str, base: str) -> Iterator[str]:
    """What a stylesheet loads, as paths."""
    for one, other in IN_STYLE.findall(text):
        link = one or other
        if not link.startswith("data:"):
            yield urljoin(base, link)


class Page(HTMLParser):
    """One page; `known` are the addresses that the copy holds, `explanation` stands where something could be sent."""

    def __init__(
        self, text: str, address: str, known: set[str], *, explanation: str = "", gone: tuple[str, ...] = ()
    ) -> None:
        super().__init__(convert_charrefs=False)
        self.explanation, self.is_in_main = explanation, False
        self.ended = gone  # what these paths were for is over: links to them vanish with their words
        self.text, self.address, self.known = text, address, known
        self.out: list[str] = []
        self.found: list[str] = []
        self.gone = 0
        self.gone_tag = ""
        self.dead: list[str] = []

    def addresses(self) -> Iterator[str]:
        """Every address on this host that the page shows or leads to."""
        self.feed(self.text)
        yield from self.found

    def rewritten(self) -> str:
        """The page without what runs or sends, and with links only to what the copy holds."""
        self.feed(self.text)
        self.close()
        return "".join(self.out)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.gone:
            self.gone += tag == self.gone_tag
            return
        given = {name: value or "" for name, value in attrs}
        self.is_in_main = self.is_in_main or tag == "main"
        if tag in GONE:
            self.gone, self.gone_tag = 1, tag
            self._explain(given)
            return
        self._note(tag, given)
        if tag == "link" and set(given.get("rel", "").split()) & set(RELATIONS_GONE):
            return
        if tag == "a":
            self._link(given)
            return
        if tag in {"button", "input", "select", "textarea"}:
            given["disabled"] = ""
        self.out.append(_written(tag, given))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.gone or tag in GONE:
            return
        given = {name: value or "" for name, value in attrs}
        self._note(tag, given)
        self.out.append(_written(tag, given).removesuffix(">") + "/>")

    def _explain(self, given: dict[str, str]) -> None:
        """Say once, where the first form stood that took something, that it is gone."""
        if self.is_in_main and self.explanation and given.get("method", "").lower() == "post":
            self.out.append(f'<p class="muted small">{escape(self.explanation)}</p>')
            self.explanation = ""

    def _note(self, tag: str, given: dict[str, str]) -> None:
        for name in ASSETS.get(tag, ()):
            parts = given.get(name, "").split(",") if name == "srcset" else [given.get(name, "")]
            self.found += [self._here(part.split()[0]) for part in parts if part.split()]
        for name in [name for name in given if name.startswith(("hx-", "on")) or name in {"action", "formaction"}]:
            del given[name]

    def _here(self, link: str) -> str:
        """A link as a path of this host; empty for one that leads elsewhere."""
        parts = urlsplit(link)
        return "" if parts.scheme or parts.netloc else urljoin(self.address, link)

    def _link(self, given: dict[str, str]) -> None:
        """A link that leads on stays; one that leads to nothing any more becomes plain text."""
        link = given.get("href", "")
        target = urldefrag(self._here(link))[0]
        if self.ended and target.startswith(self.ended):
            self.gone, self.gone_tag = 1, "a"
            return
        leads = link.startswith("#") or not target or target in self.known
        self.dead.append("a" if leads else "span")
        kept = given if leads else {name: value for name, value in given.items() if name in {"class", "lang", "id"}}
        self.out.append(_written(self.dead[-1], kept))

    def handle_endtag(self, tag: str) -> None:
        if self.gone:
            self.gone -= tag == self.gone_tag
            return
        self.is_in_main = self.is_in_main and tag != "main"
        if tag == "a" and self.dead:
            self.out.append(f"</{self.dead.pop()}>")
        elif tag not in EMPTY:
            self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._pass(data)

    def handle_entityref(self, name: str) -> None:
        self._pass(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._pass(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self._pass(f"<!{decl}>")

    def _pass(self, text: str) -> None:
        if not self.gone:
            self.out.append(text)


def _written(tag: str, given: dict[str, str]) -> str:
    attributes = "".join(f' {name}="{escape(value)}"' if value else f" {name}" for name, value in given.items())
    return f"<{tag}{attributes}>"
