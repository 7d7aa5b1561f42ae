"""Changing a place through the same forms as its own people: what is left out stays, what is wrong names its field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from platform_core.legal.forms import BodyForm
from platform_core.place import directory
from platform_core.scope import place_scope
from provisioning.api.problem import Problem
from tenants.face import FACE_COLUMNS
from tenants.face import change_face as write_face
from theming.face_form import FaceForm

if TYPE_CHECKING:
    from django.forms import Form

    from platform_core.place import Place
    from provisioning.api.schemas import BodyGiven, PlaceGiven


def change_face(place: Place, given: PlaceGiven) -> None:
    """Words and look. Raises Problem with the fields that do not fit."""
    words = given.model_dump(include={"name", "subtitle", "claim"}, exclude_none=True)
    look = given.look.model_dump(exclude_none=True) if given.look else {}
    if not words and not look:
        return
    pointers = {name: f"/{name}" for name in words} | {name: f"/look/{name}" for name in look}
    form = FaceForm({**FaceForm.values_of(place), **words, **look})
    cleaned = cleaned_of(form, pointers)
    with place_scope(place):
        write_face({name: cleaned[name] for name in (*words, *look) if name in FACE_COLUMNS})


def change_body(place: Place, given: BodyGiven | None) -> None:
    """Facts of the responsible body. Raises Problem with the fields that do not fit."""
    values = given.model_dump(exclude_none=True) if given else {}
    if not values:
        return
    present = {name: getattr(place.body, name) for name in BodyForm.base_fields}
    form = BodyForm({**present, **values}, place=place)
    cleaned = cleaned_of(form, {name: f"/body/{name}" for name in values})
    directory().change_body(place, {name: cleaned[name] for name in values})


def cleaned_of(form: Form, pointers: dict[str, str]) -> dict[str, Any]:
    """What a form makes of the values; what is wrong in fields that were not sent stays as it is."""
    form.full_clean()
    wrong = {name: found for name, found in form.errors.items() if name in pointers or name == "__all__"}
    if wrong:
        errors = [
            {"pointer": pointers.get(name, ""), "detail": " ".join(map(str, found))} for name, found in wrong.items()
        ]
        raise Problem("invalid", _("See the fields that are named."), errors=errors)
    return form.cleaned_data
