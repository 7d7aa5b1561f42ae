"""However somebody leaves, their work and their visits end in every place in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_delete, post_save, pre_delete

from platform_core.accounts.models import Person
from platform_core.scope import current_or_none
from provisioning.care.caring import end_here, leave
from provisioning.care.models import Care
from tenants.models import Staff

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet


def connect() -> None:
    """Called once, when Django is ready."""
    pre_delete.connect(care_ends, Care)
    post_delete.connect(staff_left, Staff)
    post_save.connect(person_changed, Person)
    pre_delete.connect(person_goes, Person)


def care_ends(sender: object, instance: Care, origin: Model | QuerySet[Model] | None = None, **kwargs: Any) -> None:
    """The role and the sessions go with the row; a place that is being removed as a whole takes care of itself."""
    if isinstance(origin, Care) or getattr(origin, "model", None) is Care:
        end_here(instance)


def staff_left(sender: object, instance: Staff, **kwargs: Any) -> None:
    leave(person=instance.person_id, agency=instance.agency_id)


def person_changed(sender: object, instance: Person, **kwargs: Any) -> None:
    if not instance.is_active and _is_public():
        leave(person=instance.pk)


def person_goes(sender: object, instance: Person, **kwargs: Any) -> None:
    if _is_public():
        leave(person=instance.pk)


def _is_public() -> bool:
    scope = current_or_none()
    return scope is not None and scope.place is None
