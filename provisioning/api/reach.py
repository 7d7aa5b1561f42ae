"""What a token reaches: an agency's own, or everything. The one door from the API to rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.utils.translation import gettext as _

from platform_core.audit.actor import Actor
from provisioning.api.problem import Problem, one_of
from provisioning.lifecycle.who import Hand
from tenants import addresses
from tenants.models import Agency, Staff

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from platform_core.accounts.models import Person
    from provisioning.api.models import Token
    from tenants.models import Tenant


@dataclass(frozen=True, slots=True)
class Reach:
    """The agencies and places of one token. What is outside is not there."""

    token: Token

    @property
    def is_operator(self) -> bool:
        return self.token.agency_id is None

    @property
    def actor(self) -> Actor:
        """Who stands in the log: the access by its name and prefix, and whose it is."""
        whose = self.token.agency.name if self.token.agency else "Baukasten"
        return Actor("token", f"{self.token} · {whose}", self.token.pk)

    def hand(self) -> Person:
        """Who asks for what people have to answer for: the person who made the access, with its rights alone.

        Raises Problem when nobody stands behind it: it was made on the command line, or they have left.
        """
        made_by = self.token.made_by
        if made_by is None or not made_by.is_active or not Staff.objects.filter(person=made_by).exists():
            raise Problem(
                "forbidden",
                _(
                    "A person has to answer for this, and nobody stands behind this access. Make one in the control panel."
                ),
            )
        return self._hand_of(made_by.pk, made_by.public_name)

    def by(self) -> Person | None:
        """Who asks for everything else; None for an access of the platform that the command line made."""
        made_by = self.token.made_by
        if made_by is not None:
            return self._hand_of(made_by.pk, made_by.public_name)
        return None if self.is_operator else self._hand_of(self.token.pk, "Baukasten")

    def _hand_of(self, key: UUID, name: str) -> Person:
        return cast("Person", Hand(key, f"{name} · {self.token.name}"[:160], self.token.agency_id))

    def agencies(self) -> QuerySet[Agency]:
        here = Agency.objects.order_by("slug")
        return here if self.token.agency_id is None else here.filter(pk=self.token.agency_id)

    def agency(self, slug: str) -> Agency:
        """Raises NotThere."""
        return one_of(self.agencies(), slug=slug)

    def tenants(self) -> QuerySet[Tenant]:
        here = addresses.tenants()
        return here if self.is_operator else here.filter(agency=self.token.agency_id)

    def tenant(self, slug: str) -> Tenant:
        """Raises NotThere."""
        return one_of(self.tenants(), slug=slug)


def reach_of(request: HttpRequest) -> Reach:
    """The reach of the token that the gate has found."""
    found: Reach = request.reach  # type: ignore[attr-defined]
    return found
