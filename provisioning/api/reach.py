"""What a token reaches: an agency's own, or everything. The one door from the API to rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from platform_core.audit.actor import Actor
from provisioning.api.problem import NotThere
from tenants import addresses
from tenants.models import Agency

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

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

    def agencies(self) -> QuerySet[Agency]:
        here = Agency.objects.order_by("slug")
        return here if self.is_operator else here.filter(pk=self.token.agency_id)

    def agency(self, slug: str) -> Agency:
        """Raises NotThere."""
        found = self.agencies().filter(slug=slug).first()
        if found is None:
            raise NotThere
        return found

    def tenants(self) -> QuerySet[Tenant]:
        here = addresses.tenants()
        return here if self.is_operator else here.filter(agency=self.token.agency_id)

    def tenant(self, slug: str) -> Tenant:
        """Raises NotThere."""
        found = self.tenants().filter(slug=slug).first()
        if found is None:
            raise NotThere
        return found


def reach_of(request: HttpRequest) -> Reach:
    """The reach of the token that the gate has found."""
    found: Reach = request.reach  # type: ignore[attr-defined]
    return found
