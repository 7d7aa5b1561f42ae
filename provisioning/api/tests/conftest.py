"""Programs that ask the API: one of each agency, one of the operators."""

from __future__ import annotations

import contextlib
import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import dns.resolver
import pytest
from django.conf import settings
from django.test import Client

from platform_core.accounts.models import Person
from platform_core.keys import uuid7
from platform_core.scope import platform_scope
from provisioning.api.models import Token
from provisioning.api.tokens import digest_of, make_token
from provisioning.lifecycle.models import Claim
from tenants.models import Agency, Staff

if TYPE_CHECKING:
    from collections.abc import Callable

HOST = f"api.{settings.DOMAIN}"
X, Y = "xagentur", "yagentur"


class Program(Client):
    """Sends a token and JSON, and a fresh key with every POST."""

    def __init__(self, secret: str = "", **headers: str) -> None:
        own = {"authorization": f"Bearer {secret}"} if secret else {}
        super().__init__(headers={"host": HOST, **own, **headers})
        self.secret = secret

    def generic(
        self, method: str, path: str, data: Any = "", content_type: str = "application/json", **extra: Any
    ) -> Any:
        extra["secure"] = True
        return super().generic(method, path, data, content_type, **extra)

    def send(self, method: str, path: str, document: Any = None, *, key: str = "", **headers: str) -> Any:
        """A request with a JSON document."""
        if method == "POST":
            headers = {"idempotency-key": key or str(uuid7()), **headers}
        data = b"" if document is None else json.dumps(document).encode()
        return self.generic(method, path, data, headers=headers)


def access(agency: str = "", scopes: tuple[str, ...] = ("read", "write"), **more: Any) -> Program:
    """A program with a new token of an agency, or of the platform."""
    with platform_scope():
        whose = Agency.objects.get(slug=agency) if agency else None
        _token, secret = make_token(name="Prüfstand", agency=whose, scopes=scopes, **more)
    return Program(secret)


@pytest.fixture
def program(places: object) -> Callable[..., Program]:
    return access


@pytest.fixture
def ours(places: object) -> Program:
    """Of the agency of Adorf, reading and writing."""
    return access(X)


@pytest.fixture
def theirs(places: object) -> Program:
    """Of the agency of Bdorf."""
    return access(Y)


@pytest.fixture
def operator(places: object) -> Program:
    return access()


@pytest.fixture
def harmless(places: object, monkeypatch: pytest.MonkeyPatch) -> None:
    calm_down(monkeypatch)


def calm_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """No tables are made and dropped, which would happen outside of the test's transaction, and nobody's DNS is asked."""

    def answered(resolver: Any, name: str, *args: Any, **more: Any) -> Any:
        found = Claim.objects.filter(host=str(name).removeprefix("_baukasten.")).first()
        if found is None or found.host == str(name):
            raise dns.resolver.NXDOMAIN
        return [SimpleNamespace(strings=[found.value.encode()])]

    monkeypatch.setattr("provisioning.switch.switch_on", lambda slug, name: True)
    monkeypatch.setattr("provisioning.orders.rollback.ddl_login", contextlib.nullcontext)
    monkeypatch.setattr("dns.resolver.Resolver.resolve", answered)


def behind(program: Program, agency: str = "") -> Program:
    """The program with a person behind it, who works for the agency or runs the platform."""
    with platform_scope():
        whose = Agency.objects.get(slug=agency) if agency else None
        person = Person.objects.create_person(email=f"{uuid7().hex}@desk.example", name="Doris Beispiel")
        Staff.objects.create(person=person, agency=whose)
        Token.objects.filter(digest=digest_of(program.secret)).update(made_by=person)
    return program
