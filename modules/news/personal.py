"""News are information of the place: when their author leaves, they stay, without the author's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modules.news.models import NewsItem
from platform_core.accounts.house import house
from platform_core.contributions.models import Contribution
from platform_core.files.models import Attachment

if TYPE_CHECKING:
    from uuid import UUID

    from platform_core.accounts.models import Person


def forget(person: Person) -> None:
    """Put the editorial office in the place of the person, for items and for what hangs on them."""
    written: list[UUID] = list(NewsItem.objects.filter(author=person).values_list("pk", flat=True))
    on_news = Attachment.objects.filter(owner=person, contribution__kind=NewsItem._meta.model_name)
    if written or on_news.exists():
        nobody = house()
        on_news.update(owner=nobody)
        Contribution.objects.filter(pk__in=written).update(author=nobody)
