"""Who may sign in: people of the schema in scope, with a password or a mail code."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend


class PersonBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """allauth's backend; a guest has no password and is refused by `set_password(None)`."""
