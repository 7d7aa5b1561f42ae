"""People of the platform and of two agencies, and a name server on this machine."""

from __future__ import annotations

import socket
import threading
from typing import TYPE_CHECKING

import dns.flags
import dns.message
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset
import pytest

from platform_core.accounts.models import Person
from platform_core.scope import platform_scope
from tenants.addresses import tenants
from tenants.models import Agency, Staff
from tests.contract.conftest import make_village  # noqa: F401  # a fixture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from platform_core.place import Place
    from tenants.models import Tenant


def make_staff(name: str, agency: str | None) -> Person:
    """An operator, or somebody of an agency."""
    with platform_scope():
        person = Person.objects.create_person(email=f"{name.lower()}@platform.example", name=name)
        person.confirm_address()
        Staff.objects.create(person=person, agency=Agency.objects.get(slug=agency) if agency else None)
    return person


@pytest.fixture
def olga(places: dict[str, Place]) -> Person:
    """Operator."""
    return make_staff("Olga", None)


@pytest.fixture
def otto(places: dict[str, Place]) -> Person:
    """The other operator."""
    return make_staff("Otto", None)


@pytest.fixture
def xenia(places: dict[str, Place]) -> Person:
    """Of Adorf's agency."""
    return make_staff("Xenia", "xagentur")


@pytest.fixture
def yannick(places: dict[str, Place]) -> Person:
    """Of Bdorf's agency."""
    return make_staff("Yannick", "yagentur")


@pytest.fixture
def tenant_of() -> Callable[[Place], Tenant]:
    def found(place: Place) -> Tenant:
        with platform_scope():
            return tenants().get(pk=place.id)

    return found


class NameServer:
    """Answers TXT questions from `texts`; what is not there does not exist, and `dead` names get no answer."""

    def __init__(self) -> None:
        self.texts: dict[str, list[str]] = {}
        self.dead: set[str] = set()
        self.asked: list[str] = []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port = int(self.socket.getsockname()[1])
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        while True:
            try:
                wire, peer = self.socket.recvfrom(4096)
            except OSError:
                return
            if not wire:
                return
            question = dns.message.from_wire(wire)
            name = question.question[0].name.to_text().rstrip(".").lower()
            self.asked.append(name)
            if name not in self.dead:
                self.socket.sendto(self._answer(question, name).to_wire(), peer)

    def _answer(self, question: dns.message.Message, name: str) -> dns.message.Message:
        answer = dns.message.make_response(question)
        answer.flags |= dns.flags.RA
        found = self.texts.get(name, [])
        if not found:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        else:
            quoted = ['"' + text.replace('"', '\\"') + '"' for text in found]
            kind = dns.rdatatype.TXT
            answer.answer.append(dns.rrset.from_text(f"{name}.", 60, dns.rdataclass.IN, kind, *quoted))
        return answer

    def close(self) -> None:
        self.socket.sendto(b"", ("127.0.0.1", self.port))
        self.thread.join(5)
        self.socket.close()


@pytest.fixture
def name_server(settings: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[NameServer]:
    from provisioning.lifecycle import dns as asking

    server = NameServer()
    settings.DNS_SERVERS = [f"127.0.0.1:{server.port}"]  # type: ignore[attr-defined]
    monkeypatch.setattr(asking, "SECONDS", 0.6)
    yield server
    server.close()
