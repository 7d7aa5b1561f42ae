"""The places that somebody looks after: numbers only, and the way in."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404
from django.utils.csp import CSP, build_policy

from platform_core.web.signin import person_of
from provisioning.care.models import Care
from provisioning.care.passes import is_reachable
from provisioning.control_panel.guard import second_factor
from tenants.addresses import place_of, tenants

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from platform_core.accounts.models import Person
    from platform_core.place import Place
    from provisioning.care.models import Figures

    type View[**P] = Callable[P, HttpResponse]


@dataclass(frozen=True, slots=True)
class Mine:
    """One place of somebody's, with what waits there."""

    care: Care
    place: Place
    figures: Figures | None

    @property
    def is_open(self) -> bool:
        """Whether there is a way in at the moment."""
        return is_reachable(self.place)


def has_care(person: Person) -> bool:
    """Whether somebody looks after any place; in the platform's scope."""
    return person.is_active and Care.objects.filter(person=person).exists()


def cares_of(person: Person) -> QuerySet[Care]:
    return Care.objects.filter(person=person).order_by("tenant__name", "pk")


def my_places(person: Person) -> list[Mine]:
    """Their places by what is most urgent; the number of questions does not grow with them."""
    cares = list(cares_of(person))
    known = {each.pk: each for each in tenants().select_related("figures").filter(carers__person=person)}
    rows = [_one(care, known[care.tenant_id]) for care in cares if care.tenant_id in known]
    return sorted(rows, key=lambda row: (-(row.figures.overdue if row.figures else 0), row.place.name))


def _one(care: Care, tenant: Any) -> Mine:
    return Mine(care, place_of(tenant), getattr(tenant, "figures", None))


def carer_view[**P](view: View[P]) -> View[P]:
    """For people who look after places, with a second factor; nothing is here for anybody else."""

    @second_factor
    @functools.wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> HttpResponse:
        if not has_care(person_of(args[0])):
            raise Http404
        return view(*args, **kwargs)

    return guarded


def letting_out(response: HttpResponse, places: Iterable[Place]) -> HttpResponse:
    """Allow the forms of this page to end on these places' own addresses: a handover is a redirect to one of them."""
    origins = sorted({place.url.rstrip("/") for place in places})
    policy = {**settings.SECURE_CSP, "form-action": [CSP.SELF, *origins]}
    response.headers["Content-Security-Policy"] = build_policy(policy)
    return response
