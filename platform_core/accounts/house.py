"""The house: who stands for what a place keeps when the person who wrote it has left."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from platform_core.accounts.models import Person
from platform_core.scope import current_place

#: A name that no mail ever reaches (RFC 2606), so nobody can sign in with it.
ADDRESS = "redaktion@ort.invalid"


def house() -> Person:
    """The person without an account whose name is that of the editorial office of the place in scope."""
    found = Person.objects.filter(email=ADDRESS).first()
    if found is None:
        place = current_place()
        with override(place.language):
            name = _("Editorial office of %(place)s") % {"place": place.name}
        found = Person.objects.create_person(email=ADDRESS, name=name[:80], account=False)
        Person.objects.filter(pk=found.pk).update(is_active=False)
    return found
