"""What moderation keeps about people: notices lose their sender, decisions keep what was decided, not about whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from platform_core.comments.models import Comment
from platform_core.moderation.models import Decision, Notice
from platform_core.scope import current

if TYPE_CHECKING:
    from platform_core.accounts.models import Person
    from platform_core.moderation.models import About

NOBODY = {"name": "", "email": "", "sender": "", "reporter": None}


def forget(person: Person) -> None:
    """Notices that the person sent lose name, address and text; decisions that they made lose the name."""
    Notice.objects.filter(Q(reporter=person) | Q(email=person.email)).update(**NOBODY, text="")
    Decision.objects.filter(by=person).anonymise(by=None)


def forget_person(sender: object, instance: Person, **kwargs: Any) -> None:
    """However a person goes, this goes along. On the platform's own host there is nothing to forget."""
    if current().place is not None:
        forget(instance)


def forget_words_about(sender: object, instance: About, **kwargs: Any) -> None:
    """When the thing itself goes, what others wrote about it goes too; that something was decided stays."""
    theirs = {"comment" if isinstance(instance, Comment) else "contribution": instance.pk}
    Notice.objects.filter(**theirs).update(**NOBODY, text="")
    Decision.objects.filter(**theirs).anonymise(text="")
