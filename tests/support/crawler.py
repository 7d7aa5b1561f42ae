"""Following every link of a place, as somebody who has all the time in the world."""

from __future__ import annotations

import http.client
from collections import Counter, deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PAGES = 400
MOST_QUERIES = 6  # of one path: filters can be combined without end
LEFT_ALONE = ("/konto/logout/", "/static/", "/postfach/")  # ends the session; not pages; only of developers


class Links(HTMLParser):
    """The links and the ids of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.add(str(given["id"]))
        if tag == "a" and given.get("href") is not None:
            self.links.append(str(given["href"]))


@dataclass
class Crawl:
    """What one visitor finds on one host of the running product."""

    port: int
    host: str
    cookie: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    ids: dict[str, set[str]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    elsewhere: dict[str, str] = field(default_factory=dict)  # address → the page that links to it

    def run(self) -> Crawl:
        """Ask for the home page and for everything that can be reached from it by links."""
        waiting = deque([("/", "the start")])
        seen = {"/"}
        queries: Counter[str] = Counter()
        fragments: list[tuple[str, str, str]] = []
        while waiting and len(self.pages) < MOST_PAGES:
            path, source = waiting.popleft()
            for target, fragment in self._visit(path, source):
                if fragment:
                    fragments.append((path, target, fragment))
                if target not in seen and self._wanted(target, queries):
                    seen.add(target)
                    waiting.append((target, path))
        self.broken += [
            f"{page} → {target}#{name}: no such id"
            for page, target, name in fragments
            if target in self.ids and name not in self.ids[target]
        ]
        return self

    def _wanted(self, target: str, queries: Counter[str]) -> bool:
        if target.startswith(LEFT_ALONE):
            return False
        path, question, _rest = target.partition("?")
        queries[path] += bool(question)
        return queries[path] <= MOST_QUERIES

    def _visit(self, path: str, source: str) -> Iterator[tuple[str, str]]:
        status, kind, text, onward = self.ask(path)
        if status in {301, 302, 303, 307, 308}:
            yield from self._inside(path, onward)
        elif status >= 400:
            self.broken.append(f"{source} → {path}: {status}")
        elif kind.startswith("text/html"):
            found = Links(text)
            self.pages[path], self.ids[path] = text, found.ids
            for link in found.links:
                yield from self._inside(path, link)

    def _inside(self, page: str, link: str) -> Iterator[tuple[str, str]]:
        here = f"http://{self.host}:{self.port}"
        whole, fragment = urldefrag(urljoin(here + page, link))
        parts = urlsplit(whole)
        if parts.scheme not in {"http", "https"}:
            return
        if whole.startswith(here + "/"):
            yield whole.removeprefix(here), fragment
        else:
            self.elsewhere.setdefault(whole, page)

    def ask(self, path: str) -> tuple[int, str, str, str]:
        """Status, content type, text and the onward address of one page."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request("GET", path, headers={"Host": f"{self.host}:{self.port}", "Cookie": self.cookie})
            answer = line.getresponse()
            kind = answer.getheader("Content-Type", "")
            return answer.status, kind, answer.read().decode("utf-8", "replace"), answer.getheader("Location", "")
        finally:
            line.close()
