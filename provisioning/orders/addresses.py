"""The addresses of an order: free, ours already, or taken – and what could be taken instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from provisioning.catalog.slugs import suggest
from provisioning.orders.compile import Wish, wishes
from provisioning.regions.writer import taken_labels
from tenants.models import RESERVED_LABELS, SLUG, Domain, Tenant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tenants.models import Agency

FREE, STAYS, TAKEN, WRONG = "free", "stays", "taken", "wrong"


@dataclass(frozen=True, slots=True)
class Row:
    """One place with its address and its admin, and what is to be said of them."""

    wish: Wish
    state: str
    said: str = ""
    suggestion: str = ""
    admin_email: str = ""
    admin_name: str = ""
    admin_said: str = ""

    @property
    def is_good(self) -> bool:
        return self.state in {FREE, STAYS} and not self.admin_said


def rows_of(agency: Agency, answers: Mapping[str, Any]) -> list[Row]:
    """One row per chosen place; in the platform's scope."""
    found = wishes(agency, answers)
    here = _owners({wish.slug for wish in found})
    first: dict[str, Wish] = {}
    for wish in found:
        first.setdefault(wish.slug, wish)
    taken = taken_labels() | first.keys()
    rows = []
    for wish in found:
        said = "" if wish.tenant else _complaint(wish, first[wish.slug], here, agency)
        state = STAYS if wish.tenant else TAKEN if said else FREE
        instead = suggest(wish.entry, taken) if state == TAKEN else ""
        rows.append(Row(wish, state, said, instead, **_admin(wish)))
    return rows


def _owners(slugs: set[str]) -> dict[str, Tenant]:
    """Whose place is at each of these addresses."""
    hosts = {f"{slug}.{settings.DOMAIN}": slug for slug in slugs}
    domains = Domain.objects.filter(host__in=hosts).select_related("tenant")
    found = {hosts[domain.host]: domain.tenant for domain in domains}
    return found | {each.slug: each for each in Tenant.objects.filter(slug__in=slugs)}


def _complaint(wish: Wish, first: Wish, owners: Mapping[str, Tenant], agency: Agency) -> str:
    """What stands against an address; whose it is we say only to its own agency."""
    host = f"{wish.slug}.{settings.DOMAIN}"
    try:
        SLUG(wish.slug)
    except ValidationError:
        return _("This is no address. Use lower-case letters, digits and hyphens, for example gross-wittensee.")
    if wish.slug in RESERVED_LABELS:
        return _("%(host)s is a name of the platform itself. Two sites cannot have the same address.") % {"host": host}
    owner = owners.get(wish.slug)
    if owner is not None and owner.agency_id == agency.pk:
        words = {"host": host, "name": owner.name}
        return _("%(host)s is the address of your place %(name)s. Two places cannot have the same address.") % words
    if owner is not None:
        return _("%(host)s belongs to another agency. Two places cannot have the same address.") % {"host": host}
    if first is not wish:
        words = {"host": host, "name": first.entry.name}
        return _("%(host)s is wanted for %(name)s in this order as well. Only one can have it.") % words
    return ""


def _admin(wish: Wish) -> dict[str, str]:
    admin = next(iter(wish.typed.get("admins", [])), None) or wish.typed.get("admin", {})
    email, name = str(admin.get("email", "")), str(admin.get("name", ""))
    said = ""
    if email or name:
        try:
            validate_email(email)
        except ValidationError:
            said = _("%(value)s is no e-mail address. Write one as clara@example.org.") % {"value": email or "–"}
    return {"admin_email": email, "admin_name": name, "admin_said": said}


def typed(answers: Mapping[str, Any], data: Mapping[str, str]) -> list[dict[str, Any]]:
    """The chosen places with what was typed into the rows; whatever was typed stays, right or wrong."""
    places = []
    for each in answers.get("places", []):
        key = each["key"]
        place = {key: value for key, value in each.items() if key not in {"admins", "admin"}}
        if f"slug-{key}" in data:
            place["slug"] = " ".join(_bare(data[f"slug-{key}"]).lower().split())[:63]
        place |= _typed_admin(_bare(data.get(f"email-{key}", "")), _bare(data.get(f"admin-{key}", "")))
        if data.get("take", "").startswith(f"{key}:"):
            place["slug"] = data["take"].partition(":")[2][:63]
        places.append(place)
    return places


def _typed_admin(email: str, name: str) -> dict[str, Any]:
    """A right address invites somebody; a wrong one is kept, to be mended."""
    if not email and not name:
        return {}
    admin = {"email": email.lower()[:254], "name": (name or email.split("@", maxsplit=1)[0])[:80]}
    try:
        validate_email(admin["email"])
    except ValidationError:
        return {"admin": admin}
    return {"admins": [admin]}


def _bare(text: str) -> str:
    return "".join(sign for sign in text.strip() if sign.isprintable())
