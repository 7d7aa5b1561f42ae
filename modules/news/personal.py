"""News are information of the place: when their author leaves, they stay, without the author's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from modules.news.models import NewsItem
from platform_core.accounts.models import Person
from platform_core.contributions.models import Contribution
from platform_core.files.models import Attachment
from platform_core.scope import current_place

if TYPE_CHECKING:
    from uuid import UUID


def editors() -> Person:
    """Who stands for the editors in general: nobody can sign in as them, and no mail reaches them."""
    address = f"redaktion@{current_place().slug}.invalid"  # no such domain can exist (RFC 2606)
    found = Person.objects.filter(email=address).first()
    if found is None:
        found = Person.objects.create_person(email=address, name=_("Editors"), account=False)
        Person.objects.filter(pk=found.pk).update(is_active=False)
    return found


def forget(person: Person) -> None:
    """Put the editors in general in the place of the person, for items and for what hangs on them."""
    written: list[UUID] = list(NewsItem.objects.filter(author=person).values_list("pk", flat=True))
    on_news = Attachment.objects.filter(owner=person, contribution__kind=NewsItem._meta.model_name)
    if written or on_news.exists():
        nobody = editors()
        on_news.update(owner=nobody)
        Contribution.objects.filter(pk__in=written).update(author=nobody)
