"""Everything people publish is a Contribution; modules extend it by multi-table inheritance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.search import SearchVectorField
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platform_core import registry
from platform_core.accounts.models import Person
from platform_core.accounts.roles import Role, Voice
from platform_core.contributions import screening, signals
from platform_core.contributions.around import Answer, AnswerStatus, Follow, Revision, Support, Topic
from platform_core.contributions.indexes import INDEXES
from platform_core.contributions.numbers import Counter
from platform_core.contributions.search import german_vector
from platform_core.contributions.states import Audience, ContributionClosed, State
from platform_core.contributions.text import excerpt, to_html
from platform_core.keys import uuid7
from platform_core.portal.crossing import publish_entry, withdraw_entry

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    type Visitor = Person | AnonymousUser

__all__ = [
    "Answer",
    "AnswerStatus",
    "Audience",
    "Contribution",
    "ContributionClosed",
    "ContributionManager",
    "ContributionQuerySet",
    "Counter",
    "Follow",
    "Revision",
    "State",
    "Support",
    "Topic",
]

STAFF_ROLES = frozenset({Role.OFFICIAL, Role.MODERATOR, Role.ADMIN})


class ContributionQuerySet(models.QuerySet["Contribution"]):
    """The one guarded door to what people wrote."""

    def visible_to(self, visitor: Visitor) -> Self:
        """What this visitor may read. Everything else is answered as if it did not exist."""
        readable = models.Q(audience=Audience.PUBLIC, state__in=(State.PUBLISHED, State.ARCHIVED))
        if isinstance(visitor, Person):
            published = models.Q(state__in=(State.PUBLISHED, State.ARCHIVED))
            readable |= published & models.Q(audience=Audience.MEMBERS) | models.Q(author=visitor)
            drafts = [kind for kind, needed in registry.permissions_of_drafts().items() if visitor.may(needed)]
            if drafts:
                readable |= models.Q(state=State.DRAFT, kind__in=drafts)
            if visitor.roles & STAFF_ROLES:
                readable |= published & models.Q(audience=Audience.STAFF)
                readable |= models.Q(state__in=(State.PENDING, State.HIDDEN)) & ~models.Q(audience=Audience.TEAM)
        return self._of_its_kind().filter(readable)

    def _of_its_kind(self) -> Self:  # the join says so, too, but indexes answer what the kind column is asked
        return self if self.model is Contribution else self.filter(kind=self.model._meta.model_name)

    def published(self) -> Self:
        return self.filter(state=State.PUBLISHED)


class ContributionManager(models.Manager.from_queryset(ContributionQuerySet)):  # type: ignore[misc]  # made at run time
    """Leaves the search vector in the database: it is for searching, not for reading."""

    def get_queryset(self) -> ContributionQuerySet:
        found: ContributionQuerySet = super().get_queryset()
        return found.defer("search")


class Contribution(models.Model):
    """One published (or not yet published) thing: an idea, a news item, a defect …

    `number` is running per kind and place and is given at the first publication.
    `body` is Markdown, `body_html` its sanitised HTML. `search_extra` is filled by modules.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=40, editable=False)
    number = models.PositiveIntegerField(null=True, editable=False)
    title = models.CharField(_("Title"), max_length=120)
    body = models.TextField(_("Text"), max_length=20_000)
    body_html = models.TextField(editable=False)
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contributions")
    voice = models.CharField(max_length=20, choices=Voice, default=Voice.RESIDENT)
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.PUBLIC)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    language = models.CharField(max_length=8, default="de")
    topic = models.ForeignKey(
        Topic, on_delete=models.SET_NULL, null=True, blank=True, related_name="contributions", verbose_name=_("Topic")
    )
    place_name = models.CharField(_("Where"), max_length=120, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    support_count = models.PositiveIntegerField(default=0, editable=False)
    comment_count = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    pinned_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_reason = models.CharField(max_length=300, blank=True, editable=False)
    takes_comments = models.BooleanField(_("Comments are welcome"), default=True)
    search_extra = models.TextField(blank=True, editable=False)
    search = models.GeneratedField(
        expression=german_vector(("title",), ("body", "search_extra", "place_name")),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ContributionManager()
    #: Whether the portal of the region lists it as something new; standing information is not.
    is_news: ClassVar[bool] = True

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("kind", "number"), name="contribution_number_once"),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="contribution_state_known"),
            models.CheckConstraint(
                condition=models.Q(audience__in=Audience.values), name="contribution_audience_known"
            ),
            models.CheckConstraint(
                condition=models.Q(lat__isnull=True, lon__isnull=True)
                | models.Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="contribution_point_on_earth",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.PUBLISHED) | models.Q(published_at__isnull=False, number__isnull=False),
                name="contribution_published_has_number",
            ),
        )
        indexes = INDEXES

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the HTML in step with the Markdown. `kind` is the module's model label."""
        self.body_html = to_html(self.body)
        self.kind = self.kind or self._meta.model_name or ""
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """The path in the place's own address; each kind says its own."""
        raise NotImplementedError(f"{type(self).__name__} must say its address.")

    @property
    def link_stem(self) -> str:
        """How every address begins that leads here, or did when the title was another one."""
        return self.get_absolute_url()

    @property
    def excerpt(self) -> str:
        return excerpt(self.body_html)

    @property
    def is_open(self) -> bool:
        """Whether people may still support it and talk about it."""
        return self.state == State.PUBLISHED and self.closed_at is None

    @transaction.atomic
    def submit_by(self, person: Person) -> None:
        """A person sends it in: it appears at once, or is held when screening says so."""
        findings = screening.findings(person, f"{self.title}\n{self.body}")
        if not findings:
            self.publish()
            return
        self._be_numbered()
        self._hold(by=person, findings=findings)

    @transaction.atomic
    def publish_change(self, *, by: Person) -> None:
        """Show a changed text, or hold it when the change brings in what screening wants to see first."""
        before = Contribution.objects.only("title", "body").get(pk=self.pk)
        old, new = (f"{each.title}\n{each.body}" for each in (before, self))
        findings = screening.new_findings(by, old, new, self.pk)
        if findings:
            self._hold(by=by, findings=findings)
            withdraw_entry(self)
        else:
            self.publish()

    def _hold(self, *, by: Person, findings: list[str]) -> None:
        self.state = State.PENDING
        self.save()
        signals.contribution_held.send(type(self), contribution=self, by=by, findings=findings)

    @transaction.atomic
    def publish(self, *, at: Any = None) -> None:
        """Show it to its audience, give it its number, and tell the region's portal in the same transaction."""
        self._be_numbered()
        is_new = self.published_at is None
        self.state = State.PUBLISHED
        self.published_at = self.published_at or at or timezone.now()
        self.save()
        if self.is_news and self.audience == Audience.PUBLIC:
            publish_entry(self)
        if is_new:
            signals.contribution_published.send(type(self), contribution=self, by=self.author)

    def _be_numbered(self) -> None:
        self.kind = self.kind or str(self._meta.model_name)
        if self.number is None:
            self.number = Counter.next_number(self.kind)

    @transaction.atomic
    def hide(self, *, by: Person | None = None) -> None:
        """Take it out of every list, search, feed and portal at once."""
        self.state = State.HIDDEN
        self.save()
        withdraw_entry(self)
        signals.contribution_hidden.send(type(self), contribution=self, by=by)

    @transaction.atomic
    def restore(self, *, by: Person | None = None) -> None:
        """Show what was hidden or held; for what was never public before it is the publication."""
        was_public = self.published_at is not None
        self.publish()
        if was_public:
            signals.contribution_restored.send(type(self), contribution=self, by=by)

    def pin(self) -> None:
        """Keep it on top of lists; changes nothing when it is there already."""
        self._note(pinned_at=self.pinned_at or timezone.now())

    def unpin(self) -> None:
        self._note(pinned_at=None)

    @transaction.atomic
    def close(self, *, reason: str = "", by: Person | None = None) -> None:
        """End the discussion; everybody can still read it, and why it ended."""
        was_open = self.closed_at is None
        self._note(closed_at=self.closed_at or timezone.now(), closed_reason=reason.strip()[:300])
        if was_open:
            signals.contribution_closed.send(type(self), contribution=self, by=by)

    def reopen(self) -> None:
        self._note(closed_at=None, closed_reason="")

    def _note(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self, name, value)
        Contribution.objects.filter(pk=self.pk).update(**values)

    def keep_revision(self, *, by: Person) -> None:
        """Keep the present title and text before they change, so that everybody can see what was changed."""
        now = Contribution.objects.only("title", "body").get(pk=self.pk)
        Revision.objects.create(contribution_id=self.pk, title=now.title, body=now.body, by=by)

    def follow(self, *, by: Person) -> None:
        """Be told what happens here; a second time changes nothing."""
        Follow.objects.get_or_create(contribution_id=self.pk, person=by)

    def unfollow(self, *, by: Person) -> None:
        Follow.objects.filter(contribution_id=self.pk, person=by).delete()

    def is_followed_by(self, visitor: Visitor) -> bool:
        return isinstance(visitor, Person) and self.follows.filter(person=visitor).exists()

    def refuse_unless_open(self) -> None:
        """Raises ContributionClosed with a sentence when nothing can be added any more."""
        if not self.is_open:
            closed = _("This contribution is closed. You can still read it.")
            raise ContributionClosed(f"{closed} {self.closed_reason}".strip())

    @transaction.atomic
    def support(self, *, by: Person) -> None:
        """Count one person's support; a second click changes nothing."""
        self.refuse_unless_open()
        _made, is_new = Support.objects.get_or_create(contribution_id=self.pk, person=by)
        if is_new:
            self.recount("support_count", Support)

    @transaction.atomic
    def withdraw_support(self, *, by: Person) -> None:
        """Take one's support back; changes nothing for somebody who gave none."""
        self.refuse_unless_open()
        gone, _per_model = Support.objects.filter(contribution_id=self.pk, person=by).delete()
        if gone:
            self.recount("support_count", Support)

    def is_supported_by(self, visitor: Visitor) -> bool:
        return isinstance(visitor, Person) and self.supports.filter(person=visitor).exists()

    def recount(self, counter: str, model: type[models.Model], **only: Any) -> None:
        """Set a counter to what the rows say, under a row lock so that parallel clicks agree."""
        row = Contribution.objects.select_for_update().only("pk").get(pk=self.pk)
        number = model._default_manager.filter(contribution_id=row.pk, **only).count()
        Contribution.objects.filter(pk=row.pk).update(**{counter: number})
        setattr(self, counter, number)
