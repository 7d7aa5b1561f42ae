"""The houses of the walk with their people, rows, files and mails, all of them with canaries."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress, EmailConfirmation
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from PIL import Image

from platform_core import registry
from platform_core.accounts.models import HeldRole, Person
from platform_core.accounts.roles import Role
from platform_core.comments.models import CommentRevision, CommentSupport, comment_on
from platform_core.contributions.around import TextLink
from platform_core.contributions.models import Answer, AnswerStatus, Counter
from platform_core.contributions.topics import plant_topics
from platform_core.files.actions import hang_on, take
from platform_core.moderation.verdicts import decide, report
from platform_core.notify.models import Kind, Message, Mute, Preference
from platform_core.notify.tokens import token_of
from platform_core.portal.models import RegionEntry
from platform_core.scope import PUBLIC_SCHEMA, place_scope, platform_scope
from platform_core.web import mailbox
from tenants.addresses import TenantDirectory
from tenants.models import Agency, ResponsibleBody, Staff, Tenant
from tests.contract.rows import any_row
from tests.fixtures import make_person
from tests.isolation.canaries import Canaries, models_here
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from platform_core.contributions.models import Contribution
    from platform_core.place import Place

#: A key of the right shape that no row has.
NOBODY = "00000000-0000-4000-8000-000000000000"
ROLES: dict[str, tuple[Role, ...]] = {
    "resident": (),
    "official": (Role.OFFICIAL,),
    "admin": (Role.ADMIN,),
}


@dataclass
class House:
    """A place or the platform (`place` is None), with what somebody could name of it."""

    place: Place | None
    people: dict[str, Person] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, Contribution] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)
    comment: str = ""
    picture: str = ""
    loose: str = ""
    file: str = ""
    mail: str = ""
    token: str = "BBBB.niemand"

    @property
    def schema(self) -> str:
        return self.place.schema if self.place else PUBLIC_SCHEMA

    @property
    def host(self) -> str:
        return self.place.host if self.place else str(settings.DOMAIN)

    @property
    def scope(self) -> AbstractContextManager[object]:
        return place_scope(self.place) if self.place else platform_scope()


@dataclass
class World:
    """All houses: A with its neighbours B and portal, and the platform."""

    houses: dict[str, House]
    canaries: Canaries
    own: dict[str, set[str]] = field(default_factory=dict)  # what each of the platform's people may see of themselves


def build(places: dict[str, Place]) -> World:
    """Make everything inside the transaction of the test."""
    canaries = Canaries()
    houses = {name: House(place) for name, place in places.items()}
    for first, house in zip((1210, 3450, 2310), houses.values(), strict=True):
        _furnish(house, first, canaries)
    houses["platform"] = platform = House(None)
    _staff(platform, places)
    _fill_public(houses, canaries)
    for name, house in houses.items():
        if house.place:
            with house.scope:
                canaries.fill(name)
        _letter_and_file(name, house, canaries)
        for person in house.people:
            house.sessions[person] = _session(house, house.people[person])
    TenantDirectory.forget()
    return World(houses, canaries, _own_words(platform, canaries))


def _own_words(platform: House, canaries: Canaries) -> dict[str, set[str]]:
    with platform.scope:
        return {
            name: {
                word
                for row in (
                    *Person.objects.filter(pk=person.pk).values(),
                    *EmailAddress.objects.filter(user=person).values(),
                )
                for word, _cage in canaries.in_text(str(row))
            }
            for name, person in platform.people.items()
        }


def _furnish(house: House, first: int, canaries: Canaries) -> None:
    """People, one contribution of each kind, and everything that hangs on contributions."""
    assert house.place is not None
    for name, roles in ROLES.items():
        house.people[name] = make_person(house.place, f"{name.capitalize()} Erfunden", *roles)
    with house.scope:
        EmailConfirmation.create(EmailAddress.objects.get(user=house.people["resident"]))
        for module in registry.modules_of(house.place):
            for number, kind in enumerate(module.kinds, first):
                house.kinds[module.name] = _contribution(house, kind.model, number * 2)
                draft = kind.model(author=house.people["official"], title="Entwurf", body="Noch nicht.")
                draft.save()
                house.drafts[module.name] = str(draft.pk)
        plant_topics([f"Thema {first}"])
        resident = house.people["resident"]
        house.picture, house.loose = (str(take(_png(), by=resident).pk) for _ in range(2))
        if house.kinds:
            hang_on(next(iter(house.kinds.values())), by=resident, keys=[house.picture], alts={})
        Preference.objects.create(person=resident)
        news = send_news(house, resident)
        Message.objects.update(sent_at=timezone.now())  # else a job of the walk would send it along
        house.token = token_of(news)
        if not Counter.objects.exists():
            Counter.objects.create(kind="idea", last=first * 3)
        for model in models_here() if house.kinds else ():
            if not model._base_manager.exists() and model._meta.app_label not in {"account", "sessions"}:
                any_row(model, resident)


def send_news(house: House, resident: Person) -> Message:
    """A mail that waits, and silence about something."""
    one = next(iter(house.kinds.values()), None)
    if one:
        one.follow(by=resident)
        Mute.objects.create(contribution_id=one.pk, person=resident)
    return Message.objects.create(kind=Kind.CLOSED, key="closed:walk", person=resident, contribution_id=one and one.pk)


def _png() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    return SimpleUploadedFile("bild.png", out.getvalue())


def _contribution(house: House, model: type[Contribution], number: int) -> Contribution:
    """Two of a kind, with numbers that no other house has."""
    resident, official = house.people["resident"], house.people["official"]
    made = model(author=resident, title="Bank am Teich", body="Sitzen wäre schön.", number=number)
    made.publish()
    made.support(by=official)
    made.keep_revision(by=official)
    said = comment_on(made, by=official, body="Das sehe ich auch so.")
    thanks = comment_on(made, by=resident, body="Danke.", reply_to=said)
    house.comment = str(thanks.pk)
    CommentSupport.objects.create(comment=said, person=resident)
    CommentRevision.objects.create(comment=thanks, body="Danke sehr.")
    report(thanks, reason="spam", sender="somebody", text="Werbung.", name="Ilse")
    decide(said, "hide", by=official, text="Zur Probe.")
    decide(said, "restore", by=official, text="Zur Probe.")
    TextLink.objects.create(
        contribution_id=made.pk, address="/gibt-es-nicht/", target="/gibt-es-nicht/", problem="gone"
    )
    Answer.objects.create(contribution_id=made.pk, author=official, status=AnswerStatus.REVIEW, body="Wir prüfen das.")
    # The walk's resident edits, and an answered contribution is closed to that: the second one is open.
    again = model(author=resident, title="Zweite Bank", body="Für Gäste.", number=number + 1)
    again.publish()
    return again


def _staff(platform: House, places: dict[str, Place]) -> None:
    with platform_scope():
        for name, agency in (
            ("operator", None),
            ("agency", places["adorf"].region_id),
            ("other", places["bdorf"].region_id),
        ):
            person = Person.objects.create_person(email=f"{name}@platform.example", name=name)
            HeldRole.objects.create(person=person, role=Role.RESIDENT)
            address = EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
            EmailConfirmation.create(address)
            Staff.objects.create(person=person, agency_id=agency)
            platform.people[name] = person


def _fill_public(houses: dict[str, House], canaries: Canaries) -> None:
    """Canaries in public rows, except those that A and its portal show as their own."""
    theirs = houses["bdorf"].place
    assert theirs is not None
    with platform_scope():
        own = {Agency: [theirs.region_id], Tenant: [theirs.id]}
        own[ResponsibleBody] = ResponsibleBody.objects.filter(agency=theirs.region_id).values_list("pk", flat=True)
        own[RegionEntry] = RegionEntry.objects.filter(schema=theirs.schema).values_list("pk", flat=True)
        for model in models_here():
            if model._meta.app_label in {"accounts", "account"}:
                own[model] = model._base_manager.values_list("pk", flat=True)
        canaries.fill("public", only=own)


def _letter_and_file(name: str, house: House, canaries: Canaries) -> None:
    with house.scope:
        text = canaries.new(f"{name}: a mail")
        letter = EmailMultiAlternatives(subject=text, body=text, from_email="a@k.example", to=["b@k.example"])
        letter.attach_alternative(f"<p>{text}</p>", "text/html")
        letter.send()
        house.mail = mailbox.mails()[0].key
        house.file = default_storage.save("geheim.txt", ContentFile(canaries.new(f"{name}: a file")))


def _session(house: House, person: Person) -> str:
    with house.scope:
        person = Person.objects.get(pk=person.pk)  # as filled
    visitor = Visitor(house.place).sign_in(person)
    return str(next(iter(visitor.cookies.values())).value)


def values_of(world: World, house: House) -> dict[str, str]:
    """What a stranger could put into a request to reach this house."""
    with house.scope:
        person = Person.objects.get(pk=house.people["resident" if house.place else "operator"].pk)
    one = next(iter(house.kinds.values()), None)
    return {
        "number": str(one.number) if one else "8001",
        "contribution": str(one.pk) if one else NOBODY,
        "comment": house.comment or NOBODY,
        "person": str(person.pk),
        "email": person.email,
        "schema": house.schema,
        "tenant": str(house.place.id) if house.place else NOBODY,
        "slug": house.place.slug if house.place else "platform",
        "region": str(house.place.region_id) if house.place else NOBODY,
        "host": house.host,
        "url": f"https://{house.host}/",
        "mail": house.mail,
        "file": f"../{house.schema}/{house.file}",
        "words": _words(world, house),
    }


def _words(world: World, house: House) -> str:
    wanted = "Contribution.title" if house.place else "Tenant.name"
    own = _name(world, house)
    found = (word for word, cage in world.canaries.cages.items() if cage.endswith(wanted) and cage.startswith(own))
    return next(found, "k7eeeeeeeeee")


def _name(world: World, house: House) -> str:
    name = next(name for name, each in world.houses.items() if each is house)
    return "public" if name == "platform" else name


def values_of_nobody() -> dict[str, str]:
    """The same shapes, but nothing that exists."""
    return {
        "number": "9001",
        "contribution": NOBODY.replace("00000000", "00000001"),
        "comment": NOBODY.replace("00000000", "00000002"),
        "person": NOBODY.replace("00000000", "00000003"),
        "email": "wxyzvutsrqpo@k.example",
        "schema": "t_nobody2345",
        "tenant": NOBODY.replace("00000000", "00000004"),
        "slug": "cdorf",
        "region": NOBODY.replace("00000000", "00000005"),
        "host": "cdorf.bk.test",
        "url": "https://cdorf.bk.test/",
        "mail": NOBODY.replace("00000000", "00000006"),
        "file": "../t_nobody2345/geheim.txt",
        "words": "wxyzvutsrqpo",
    }
