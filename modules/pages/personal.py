"""What pages keep about people: who wrote them. The pages are the place's and stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modules.pages.models import Page
from platform_core.accounts.house import house
from platform_core.contributions.models import Revision
from platform_core.files.models import Attachment

if TYPE_CHECKING:
    from platform_core.accounts.models import Person


def forget(person: Person) -> None:
    """Hand the person's pages, pictures on pages and earlier texts over to the house."""
    handed = (
        (Page.objects.filter(author=person), "author"),
        (Attachment.objects.filter(owner=person, contribution__kind="page"), "owner"),
        (Revision.objects.filter(by=person, contribution__kind="page"), "by"),
    )
    for rows, field in handed:
        if rows.exists():
            rows.update(**{field: house()})
