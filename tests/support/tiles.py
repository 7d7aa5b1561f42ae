"""A map service of our own: draws tiles, answers address searches, and remembers what it was asked and how."""

from __future__ import annotations

import io
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs, urlsplit

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Callable

GROUND, WAY, WATER = "#e7efe0", "#ffffff", "#bcd9ea"
SECONDS_TO_LISTEN = 0.02  # before it looks whether it shall end


def drawn(words: str) -> bytes:
    """A tile with ways, water and its own address."""
    image = Image.new("RGB", (256, 256), GROUND)
    pen = ImageDraw.Draw(image)
    pen.ellipse((150, 20, 240, 90), fill=WATER)
    pen.line((0, 128, 256, 128), fill=WAY, width=14)
    pen.line((90, 0, 110, 256), fill=WAY, width=8)
    pen.rectangle((0, 0, 255, 255), outline="#d5dfcc")
    pen.text((12, 200), words, fill="#6f7780")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@dataclass
class Asked:
    """One question that came in."""

    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]


@dataclass
class MapService:
    """`with MapService() as service:`; set `answer` to have it say something else than a tile."""

    answer: Callable[[Asked], tuple[int, bytes]] | None = None
    asked: list[Asked] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(SECONDS_TO_LISTEN,), daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_failed: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    @property
    def tiles(self) -> str:
        """What BAUKASTEN_TILES_URL would be."""
        return self.url + "/{z}/{y}/{x}.png"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                asked = Asked(parts.path, parse_qs(parts.query), dict(self.headers.items()))
                service.asked.append(asked)
                status, body = service.answer(asked) if service.answer else (200, drawn(parts.path))
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_args: Any) -> None:
                """Keeps quiet."""

        return Handler


def photon(*rows: tuple[str, str, float, float]) -> bytes:
    """An answer as Photon gives it: name, town, latitude, longitude."""
    features = [
        {"type": "Feature", "geometry": {"coordinates": [lon, lat]}, "properties": {"name": name, "city": town}}
        for name, town, lat, lon in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()
