"""What a browser complains about, and where it asks for things: kept for every page of every journey."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

#: The browser reports these answers as errors, though they are what a page or a form should say.
EXPECTED = (403, 404, 409, 410, 422, 429, 503)
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""


class Watch:
    """Notes console errors, failed scripts, CSP violations, dialogs and requests that leave the page's origin."""

    def __init__(self, context: BrowserContext) -> None:
        self.noticed: list[str] = []
        self.dialogs: list[str] = []
        self.requests = 0
        context.add_init_script(REPORT_VIOLATIONS)
        context.on("page", self.look_at)

    def look_at(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.noticed.append(f"script failed: {error} on {page.url}"))
        page.on("request", self._request)
        page.on("requestfailed", self._failed)
        page.on("dialog", self._dialog)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        if "Failed to load resource" in message.text and any(f"status of {code} " in message.text for code in EXPECTED):
            return
        self.noticed.append(f"{message.type} in the console: {message.text} ({message.location})")

    def _request(self, request: Request) -> None:
        self.requests += 1
        there = urlsplit(request.url)
        if request.is_navigation_request():
            if there.hostname != "localhost" and not str(there.hostname).endswith(".localhost"):
                self.noticed.append(f"went to {request.url}")
            return
        here = urlsplit(request.frame.url)
        if there.scheme != "data" and there.netloc != here.netloc:
            self.noticed.append(f"asked elsewhere: {request.url} from {request.frame.url}")

    def _failed(self, request: Request) -> None:
        if not str(request.failure).endswith("ERR_ABORTED"):  # left the page before everything was there
            self.noticed.append(f"failed: {request.url} {request.failure}")

    def _dialog(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        self.noticed.append(f"a dialog opened: {dialog.message}")
        dialog.dismiss()
