"""News: what the place tells everybody. Written by its editors, published now or at a time they choose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from platform_core.accounts.roles import Voice
from platform_core.contributions.models import Contribution, ContributionManager, ContributionQuerySet, State
from platform_core.contributions.text import excerpt
from platform_core.contributions.topics import UMLAUTS
from platform_core.portal.crossing import withdraw_entry
from platform_core.refusal import Refusal
from platform_core.web.editor import silent_pictures

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from platform_core.accounts.models import Person
    from platform_core.contributions.models import Visitor
    from platform_core.files.models import Attachment

PLACE_URLS = "platform_core.urls.place"
LONGEST_SLUG = 80
WRITE = "news.write"


class PlanRefused(Refusal):
    """A publication that cannot be planned."""


class NewsItem(Contribution):
    """One item. `publish_at` is set while it waits for its time, `edited_at` once it changed after publication."""

    lead = models.CharField(_("Lead"), max_length=300, blank=True)
    publish_at = models.DateTimeField(null=True, blank=True, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ContributionManager()

    class Meta:
        indexes = (
            models.Index(fields=("publish_at",), name="news_planned", condition=models.Q(publish_at__isnull=False)),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The lead is found by searching, too."""
        self.search_extra = self.lead
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The public address; for a draft the page on which editors look at it."""
        if self.state == State.DRAFT or self.number is None:
            return reverse("news:preview", args=[self.pk], urlconf=PLACE_URLS)
        return reverse("news:detail", args=[self.number, self.slug], urlconf=PLACE_URLS)

    @property
    def link_stem(self) -> str:
        """Of the public address up to the number: a new title changes what follows."""
        return reverse("news:detail", args=[self.number or 0, "-"], urlconf=PLACE_URLS).removesuffix("-/")

    @property
    def slug(self) -> str:
        """The title as a part of the address."""
        return slugify(self.title.lower().translate(UMLAUTS))[:LONGEST_SLUG].strip("-") or "meldung"

    @property
    def summary(self) -> str:
        """The lead, or how the text begins."""
        return self.lead or excerpt(self.body_html)

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def office(self) -> str:
        """As what its author speaks; people who speak for nobody else do so for the editors."""
        return str(_("Editors") if self.voice == Voice.RESIDENT else Voice(self.voice).label)

    @property
    def pictures(self) -> list[Attachment]:
        """Its pictures in their order, the first one being that of the card."""
        return [each for each in self.attachments.all() if each.is_picture]

    @property
    def picture(self) -> Attachment | None:
        return next(iter(self.pictures), None)

    @property
    def has_unnamed_pictures(self) -> bool:
        """Whether a picture does not say what is to be seen."""
        return bool(silent_pictures(self.body, self.attachments.all()))

    @classmethod
    def draft(cls, *, by: Person, texts: Mapping[str, Any]) -> NewsItem:
        """Begin a new item; nobody but the editors sees it."""
        item = cls(author=by, voice=by.voice, **texts)
        item.save()
        return item

    @transaction.atomic
    def revise(self, *, by: Person, texts: Mapping[str, Any]) -> None:
        """Change it. What was public before is kept, and readers see that and when it changed."""
        is_public = self.state == State.PUBLISHED
        changed = {name for name, value in texts.items() if getattr(self, name) != value}
        if is_public and changed & {"title", "body"}:
            self.keep_revision(by=by)
        for name, value in texts.items():
            setattr(self, name, value)
        self.changed_at = timezone.now()
        if is_public and changed & {"title", "lead", "body"}:
            self.edited_at = self.changed_at
        if is_public:
            self.publish()  # the region's portal learns of the new title
        else:
            self.save()

    @transaction.atomic
    def publish(self, *, at: datetime | None = None) -> None:
        """Show it to everybody; whatever was planned is done with it."""
        self.publish_at = None
        super().publish(at=at)

    @transaction.atomic
    def plan(self, at: datetime) -> None:
        """Have a draft published at a time to come. Raises PlanRefused for what is public already."""
        from modules.news.jobs import publish_due  # the job needs the models

        if not self.is_draft:
            raise PlanRefused(_("This news item is published already."))
        self.publish_at = at
        self.save()
        publish_due.using(run_after=at).enqueue()

    def unplan(self) -> None:
        """A draft without a plan again; a job that wakes up for it finds nothing to do."""
        self.publish_at = None
        self.save()

    @transaction.atomic
    def unpublish(self) -> None:
        """Back to a draft: gone at once from lists, search, feeds and the region's portal."""
        self.state = State.DRAFT
        self.publish_at = None
        self.save()
        withdraw_entry(self)


def news_for(visitor: Visitor) -> ContributionQuerySet:
    """Published items that this visitor may read, newest first, with what a card shows."""
    readable = cast("ContributionQuerySet", NewsItem.objects.visible_to(visitor))
    found = readable.published().select_related("author", "topic").prefetch_related("attachments")
    return found.order_by("-published_at", "-number")
