"""A visitor: Django's test client on the address of a place, as a browser of that origin behaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.test import Client

from platform_core.scope import place_scope, platform_scope

if TYPE_CHECKING:
    from platform_core.accounts.models import Person
    from platform_core.place import Place

SAME_ORIGIN = {"sec-fetch-site": "same-origin"}


class Visitor(Client):
    """Speaks https to one host and sends what a browser sends from a page of that host."""

    def __init__(self, place: Place | None = None, *, host: str = "", **defaults: Any) -> None:
        self.place = place
        self.host = host or (place.host if place else settings.DOMAIN)
        super().__init__(headers={"host": self.host, **SAME_ORIGIN, **defaults.pop("headers", {})}, **defaults)

    def generic(self, *args: Any, **kwargs: Any) -> Any:
        kwargs["secure"] = True
        return super().generic(*args, **kwargs)

    def sign_in(self, person: Person) -> Visitor:
        """Sign in without the pages; the session lands in the place's own schema."""
        scope = place_scope(self.place) if self.place else platform_scope()
        with scope:
            self.force_login(person)
        return self

    def session_of(self) -> Any:
        """The session of this visitor, to be looked at and changed; saved in the scope of the place."""
        from django.contrib.sessions.backends.db import SessionStore

        assert self.place is not None
        with place_scope(self.place):
            session = SessionStore(self.cookies[settings.SESSION_COOKIE_NAME].value)
            session.load()
            assert session.keys()
        return session
