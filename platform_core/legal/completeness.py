"""What the three legal pages of a place need, and what of it is missing. Asks no database: the place knows its body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from platform_core.legal.authorities import land_of
from platform_core.scope import current_place

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from platform_core.place import Place, ResponsibleBodyFacts

PAGES = ("imprint", "privacy", "accessibility")
TITLES = {
    "imprint": _("Legal notice"),
    "privacy": _("Privacy"),
    "accessibility": _("Accessibility statement"),
}


@dataclass(frozen=True, slots=True)
class Need:
    """One fact that a legal page must state: which page, which field of the body, what for."""

    page: str
    field: str
    label: _StrPromise
    why: _StrPromise


NEEDS = (
    Need("imprint", "name", _("Name of the responsible body"), _("§ 5 DDG: everybody must see who answers for this.")),
    Need("imprint", "legal_form", _("Legal form"), _("§ 5 DDG asks for it from legal persons.")),
    Need("imprint", "street", _("Street and number"), _("§ 5 DDG: an address where letters arrive; no P.O. box.")),
    Need("imprint", "postal_code", _("Postal code"), _("§ 5 DDG: an address where letters arrive.")),
    Need("imprint", "city", _("Town"), _("§ 5 DDG: an address where letters arrive.")),
    Need(
        "imprint",
        "representative",
        _("Who represents the body"),
        _("§ 5 DDG asks for it, and § 18 (2) MStV for somebody who answers for the texts."),
    ),
    Need("imprint", "email", _("E-mail address"), _("§ 5 DDG: people must reach the body quickly.")),
    Need(
        "privacy",
        "data_protection_officer",
        _("Data protection officer"),
        _("Art. 13 (1) (b) GDPR: people must know whom to ask. Public bodies always need one."),
    ),
    Need(
        "privacy",
        "supervisory_authority",
        _("Supervisory authority for data protection"),
        _("Art. 13 (2) (d) GDPR: people must know where to complain."),
    ),
    Need(
        "accessibility",
        "land",
        _("Land"),
        _("The law of the Land says which body helps when a barrier stays (Directive (EU) 2016/2102, Art. 9)."),
    ),
    Need(
        "accessibility",
        "email",
        _("E-mail address for barriers"),
        _("Directive (EU) 2016/2102, Art. 7: people report."),
    ),
)


def lacks(body: ResponsibleBodyFacts, ags: str, need: Need) -> bool:
    """Whether the fact is missing. A municipality key says the Land as well."""
    if need.field == "land":
        return land_of(ags, body.land) is None
    return not str(getattr(body, need.field)).strip()


def missing_of(body: ResponsibleBodyFacts, ags: str = "") -> list[Need]:
    """What the legal pages lack with this body, in the order of the pages."""
    return [need for need in NEEDS if lacks(body, ags, need)]


def missing_in(place: Place) -> list[Need]:
    """What the legal pages of a place lack."""
    return missing_of(place.body, place.ags)


def is_complete(page: str, place: Place | None) -> bool:
    return place is not None and not any(need.page == page for need in missing_in(place))


def count_missing() -> int:
    """For the desk of the place in scope."""
    return len(missing_in(current_place()))
