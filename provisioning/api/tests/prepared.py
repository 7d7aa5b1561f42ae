"""What the examples speak of, in the test places: an operation with an argument unknown here fails its test."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone

from platform_core.accounts.models import Person
from platform_core.keys import uuid7
from provisioning.api.models import Token
from provisioning.blueprints.files import read_file
from provisioning.blueprints.models import SavedBlueprint
from provisioning.blueprints.saving import save_blueprint
from provisioning.care.models import Announcement, Maintenance
from provisioning.catalog.names import plain
from provisioning.control_panel.models import BulkRun
from provisioning.lifecycle.export import folder as export_folder
from provisioning.lifecycle.models import Claim, Erasure, Export, Handover
from provisioning.models import CatalogEntry, Level
from provisioning.orders.models import Order, OrderPlace, State
from provisioning.wishes.models import Wish, WishState
from tenants.models import Agency, Domain, DomainKind, Staff, Tenant

if TYPE_CHECKING:
    from collections.abc import Callable

#: Names of the examples, and what they are called in the test places.
HERE = {"weslarn": "adorf", "Weslarn": "Adorf", "modellorte": "xagentur", "05974008": "01057057"}


def as_here(text: str) -> str:
    for shown, here in HERE.items():
        text = text.replace(shown, here)
    return text


def preetz(tenant: Tenant) -> CatalogEntry:
    """One row of the catalogue."""
    name, land = "Preetz", "Schleswig-Holstein"
    return CatalogEntry.objects.create(
        key="01057057", level=Level.MUNICIPALITY, name=name, official_name=f"{name}, Stadt", kind="Stadt", land=land,
        population=16000, postal_code="24211", plain_name=plain(name), words=f" {plain(f'{name} 01057057 24211 {land}')}",
    )  # fmt: skip


def bulk_run(tenant: Tenant) -> Any:
    """A run over the place, begun by a token of its agency."""
    token = Token.objects.filter(agency=tenant.agency_id).first()
    run = BulkRun.objects.create(action="update", by="Probe", by_key=token.pk if token else tenant.pk)
    run.items.create(tenant=tenant, said="Probe")
    return run


def note(tenant: Tenant) -> None:
    tenant.notes.create(text="Probe", by="Probe", by_key=tenant.pk)


def order(tenant: Tenant, state: str = State.DRAFT) -> Order:
    """An order of the place's agency, with one place that stopped once it is submitted."""
    body = {"key": "neu", "name": "Gemeinde Neu", "land": "NW"}
    place = {"slug": f"neu-{uuid7().hex[-6:]}", "name": "Neu", "kind": "village", "body": "neu", "modules": ["ideas"]}
    whose = {"agency": tenant.agency, "agency_name": tenant.agency.name, "title": "Neu"}
    made = Order.objects.create(**whose, state=state, wanted={"body": [body], "place": [place]})
    if state != State.DRAFT:
        # The examples speak of a place of the name that our test place has.
        OrderPlace.objects.create(order=made, position=1, slug=tenant.slug, name="Neu", state=State.FAILED)
    return made


def stopped(tenant: Tenant) -> Order:
    return order(tenant, State.FAILED)


def person(tenant: Tenant) -> Any:
    """Somebody of the place's agency."""
    member = Staff.objects.filter(agency=tenant.agency_id).select_related("person").first()
    if member is None:
        made = Person.objects.create_person(email=f"{uuid7().hex}@desk.example", name="Doris Beispiel")
        member = Staff.objects.create(person=made, agency=tenant.agency)
    return member.person


def to_hand_over(tenant: Tenant) -> Handover:
    """A handover of the place that is open. It goes to its own agency's side, so that nobody else sees it."""
    there = Handover.objects.filter(tenant=tenant).first()
    facts = {"from_agency": tenant.agency, "to_agency": tenant.agency, "reason": "Probe"}
    return there or Handover.objects.create(tenant=tenant, asked_by=person(tenant).pk, **facts)


def mokwi(tenant: Tenant) -> None:
    Agency.objects.get_or_create(slug="mokwi", defaults={"name": "MoKWi", "region": "Westmecklenburg"})


def module_export(tenant: Tenant) -> Export:
    """The export of a module, with its file and somebody to send it to."""
    there = Export.objects.of_modules().filter(tenant=tenant).first()
    if there is None:
        file = export_folder() / tenant.slug / "probe.zip"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"PK")
        facts = {"module": "ideas", "file": f"{tenant.slug}/probe.zip", "made_at": timezone.now()}
        there = Export.objects.create(tenant=tenant, **facts)
    return there


def to_erase(tenant: Tenant) -> Erasure:
    return Erasure.objects.create(tenant=tenant, asked_by=person(tenant).pk, reason="Probe")


def claim(tenant: Tenant) -> Claim:
    return Claim.objects.get_or_create(tenant=tenant, host=f"www.{tenant.slug}.example.com")[0]


def base_claim(tenant: Tenant) -> Claim:
    return Claim.objects.get_or_create(agency=tenant.agency, host=f"orte.{tenant.slug}.example.com")[0]


def own_domain(tenant: Tenant) -> Domain:
    row = {"tenant": tenant, "kind": DomainKind.OWN, "verified_at": timezone.now()}
    return Domain.objects.get_or_create(host=f"own.{tenant.slug}.example.com", defaults=row)[0]


def saved(tenant: Tenant) -> SavedBlueprint:
    """A blueprint of the place's agency."""
    there = SavedBlueprint.objects.filter(agency=tenant.agency, slug="probe").first()
    if there is None:
        content = read_file("x.json", b'{"title": "Probe", "modules": ["ideas"]}')
        there = save_blueprint(agency=tenant.agency, slug="probe", content=content, by=None).blueprint
    return there


def wish(tenant: Tenant) -> Wish:
    """A wish that is the agency's to decide."""
    entry = CatalogEntry.objects.filter(key="01057057").first() or preetz(tenant)
    facts = {"municipality": entry, "municipality_name": "Preetz", "name": "Ilse", "role": "Büro", "body_name": "Stadt"}
    facts |= {"email": "ilse@preetz.example", "state": WishState.CONFIRMED, "confirmed_at": timezone.now()}
    return Wish.objects.create(agency=tenant.agency, slug=f"p-{uuid7().hex[-6:]}", **facts)


def member(tenant: Tenant) -> Any:
    return Staff.objects.get(person=person(tenant), agency=tenant.agency).pk


def told(model: Any, tenant: Tenant) -> Any:
    """An announcement or a window of the place's agency."""
    row = model.objects.create(owner=tenant.agency, ends_at=timezone.now() + timedelta(days=1))
    row.tenants.add(tenant)
    return row


def announcement(tenant: Tenant) -> Any:
    return told(Announcement, tenant)


def window(tenant: Tenant) -> Any:
    """It begins in a year: until then the place is open."""
    begin = timezone.now() + timedelta(days=365)
    row = Maintenance.objects.create(owner=tenant.agency, starts_at=begin, ends_at=begin + timedelta(days=1))
    row.tenants.add(tenant)
    return row


def invitation(tenant: Tenant) -> Any:
    there = tenant.invitations.first()
    facts = {"email": "neu@example.com", "name": "Neu", "token_hash": uuid7().hex, "expires_at": timezone.now()}
    return there or tenant.invitations.create(**facts)


def carer(tenant: Tenant) -> Any:
    return tenant.carers.first() or tenant.carers.create(person=person(tenant))


def job(tenant: Tenant) -> int:
    """A job of the place that was given up."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts)"
            " VALUES ('default', 'baukasten.run', %s, 'failed', 5) RETURNING id",
            [json.dumps({"schema": tenant.schema_name, "task": "x.y", "args": [], "kwargs": {}})],
        )
        return int(cursor.fetchone()[0])


#: What must be there before an operation is tried.
NEEDS: dict[str, Callable[[Tenant], object]] = {
    "search_catalog": preetz,
    "catalog_entry": preetz,
    "add_catalog_part": preetz,
    "place_notes": note,
    "list_plans": order,
    "list_announcements": announcement,
    "list_maintenance": window,
    "list_people": lambda tenant: (carer(tenant), invitation(tenant)),
    "place_jobs": job,
    "list_wishes": wish,
    "share_blueprint": mokwi,
    "list_jobs": stopped,
    "list_handovers": to_hand_over,
    "propose_handover": mokwi,
    "list_exports": lambda tenant: Export.objects.create(tenant=tenant),
    "list_module_exports": module_export,
    "list_erasures": to_erase,
    "agree_to_erasure": to_erase,
    "withdraw_erasure": to_erase,
    "list_addresses": claim,
    "get_base_domain": base_claim,
    "check_sender": lambda tenant: Tenant.objects.filter(pk=tenant.pk).update(
        sender_address="rathaus@adorf.example.com", sender_selector="mail"
    ),
}
#: Values of arguments, by operation and name, else by name.
VALUES: dict[str, Callable[[Tenant], object]] = {
    "slug": lambda tenant: tenant.slug,
    "get_agency slug": lambda tenant: tenant.agency.slug,
    "catalog_entry key": lambda tenant: "01057057",
    "name": lambda tenant: "ideas",
    "get_blueprint name": lambda tenant: "village",
    "get_bulk key": lambda tenant: bulk_run(tenant).pk,
    "resume_bulk key": lambda tenant: bulk_run(tenant).pk,
    "owner": lambda tenant: tenant.agency.slug,
    "get_saved_blueprint name": lambda tenant: saved(tenant).slug,
    "share_blueprint name": lambda tenant: saved(tenant).slug,
    "dismiss_member key": member,
    "get_wish key": lambda tenant: wish(tenant).pk,
    "accept_wish key": lambda tenant: wish(tenant).pk,
    "decline_wish key": lambda tenant: wish(tenant).pk,
    "hand_wish key": lambda tenant: wish(tenant).pk,
    "end_announcement key": lambda tenant: announcement(tenant).pk,
    "cancel_maintenance key": lambda tenant: window(tenant).pk,
    "withdraw_invitation key": lambda tenant: invitation(tenant).pk,
    "end_care key": lambda tenant: carer(tenant).pk,
    "job": job,
    "get_plan key": lambda tenant: order(tenant).pk,
    "discard_plan key": lambda tenant: order(tenant).pk,
    "apply_plan key": lambda tenant: order(tenant).pk,
    "get_job key": lambda tenant: stopped(tenant).pk,
    "resume_job key": lambda tenant: stopped(tenant).pk,
    "roll_back_job key": lambda tenant: stopped(tenant).pk,
    "send_module_export key": lambda tenant: module_export(tenant).pk,
    "delete_module_export key": lambda tenant: module_export(tenant).pk,
    "agree_to_handover key": lambda tenant: to_hand_over(tenant).pk,
    "end_handover key": lambda tenant: to_hand_over(tenant).pk,
    "prove_address key": lambda tenant: claim(tenant).pk,
    "withdraw_claim key": lambda tenant: claim(tenant).pk,
    "make_primary key": lambda tenant: own_domain(tenant).pk,
    "remove_address key": lambda tenant: own_domain(tenant).pk,
    "get_base_domain slug": lambda tenant: tenant.agency.slug,
    "add_base_domain slug": lambda tenant: tenant.agency.slug,
    "remove_base_domain slug": lambda tenant: tenant.agency.slug,
    "prove_base_domain slug": lambda tenant: tenant.agency.slug,
    "prove_base_domain key": lambda tenant: base_claim(tenant).pk,
}


def prepare(operation: str, slug: str = "adorf") -> None:
    NEEDS.get(operation, lambda _tenant: None)(Tenant.objects.get(slug=slug))


def arguments(told: dict[str, Any], slug: str = "adorf") -> dict[str, object]:
    """A value for every argument of an operation's path, about this place. In the platform's scope."""
    tenant = Tenant.objects.select_related("agency").get(slug=slug)
    return {name: maker(told, name)(tenant) for name in names(told)}


def names(told: dict[str, Any]) -> list[str]:
    """The arguments of an operation's path."""
    return [each["name"] for each in told["parameters"] if each["in"] == "path"]


def maker(told: dict[str, Any], name: str) -> Callable[[Tenant], object]:
    found = VALUES.get(f"{told['operationId']} {name}") or VALUES.get(name)
    assert found, f"No value for {name!r} of {told['operationId']}. Add one to VALUES in {__name__}."
    return found
