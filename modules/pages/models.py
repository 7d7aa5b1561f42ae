"""Information pages: a tree of texts that the place itself answers for."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platform_core.accounts.models import Person
from platform_core.contributions.models import (
    Contribution,
    ContributionManager,
    ContributionQuerySet,
    Counter,
    Revision,
    State,
)
from platform_core.contributions.slugs import german_slug
from platform_core.keys import uuid7
from platform_core.portal.crossing import withdraw_entry
from platform_core.refusal import Refusal

if TYPE_CHECKING:
    from platform_core.contributions.models import Visitor

WRITE = "pages.write"
PLACE_URLS = "platform_core.urls.place"
LONGEST_SLUG = 60
DEEPEST = 4
#: First parts of addresses below the module's path that belong to its own pages.
RESERVED = frozenset({"neu", "verwalten", "hilfe"})
SLUG = RegexValidator(
    r"^[a-z0-9]+(?:-[a-z0-9]+)*\Z", _("Use lower-case letters, digits and single hyphens, for example opening-hours.")
)


class PageRefused(Refusal):
    """A change to a page or to the order of pages that is not possible; the message says why."""


class PageQuerySet(ContributionQuerySet):
    """The door of pages: whoever writes them sees every one, drafts of colleagues included."""

    def visible_to(self, visitor: Visitor) -> Self:
        if isinstance(visitor, Person) and visitor.may(WRITE):
            return cast("Self", self.all())
        return super().visible_to(visitor)


class PageManager(ContributionManager.from_queryset(PageQuerySet)):
    """Pages, without the search vector."""


class Page(Contribution):
    """One information page. `path` is its slug after those of all pages above it, joined by slashes."""

    slug = models.CharField(_("Short name in the address"), max_length=LONGEST_SLUG, validators=[SLUG])
    parent = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="below", verbose_name=_("Below")
    )
    path = models.CharField(max_length=(LONGEST_SLUG + 1) * (DEEPEST + 1), unique=True, editable=False)
    order = models.PositiveIntegerField(default=0, editable=False)
    in_menu = models.BooleanField(_("Show in the menu"), default=True)

    objects = PageManager()
    is_news: ClassVar[bool] = False

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("parent", "slug"), nulls_distinct=False, name="page_slug_once"),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("contribution_ptr")), name="page_not_below_itself"
            ),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A page has a number from the start, and a short name from its title; the path follows from parent and short name."""
        self._be_numbered()  # its own pages are addressed by the number, drafts included
        self.slug = self.slug or free_slug(self.title, self.parent)
        self.path = f"{self.parent.path}/{self.slug}" if self.parent else self.slug
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("pages:page", args=[self.path], urlconf=PLACE_URLS)

    @property
    def level(self) -> int:
        """0 for the first pages."""
        return self.path.count("/")

    @property
    def is_public(self) -> bool:
        return self.state == State.PUBLISHED

    @classmethod
    @transaction.atomic
    def draft(cls, *, by: Person, parent: Page | None = None, **texts: Any) -> Page:
        """Begin a page that only those see who write pages. It stands last below its parent."""
        lock_tree()
        page = cls(author=by, voice=by.voice, parent=parent, **texts)
        page.slug = page.slug or free_slug(page.title, parent)
        refuse_address(page, parent)
        page.order = next_order(parent)
        page.save()
        page.path_taken()
        return page

    @transaction.atomic
    def edit(self, *, by: Person, parent: Page | None, **texts: Any) -> None:
        """Change texts, short name or place in the tree; what is published changes at once.

        Raises PageRefused for a circle, a tree too deep and an address that is taken.
        """
        lock_tree()
        self.keep_revision(by=by)
        for name, value in texts.items():
            setattr(self, name, value)
        self.slug = self.slug or german_slug(self.title) or "seite"
        self.changed_at = timezone.now()
        self._settle(parent)

    @transaction.atomic
    def put_under(self, parent: Page | None) -> None:
        """Move the page, with all below it, to the end below another page or to the first level."""
        lock_tree()
        if parent != self.parent:
            self.order = next_order(parent)
        self._settle(parent)

    def _settle(self, parent: Page | None) -> None:
        """Save with this parent; addresses of all below follow, the earlier ones lead there from now on."""
        before = Page.objects.values_list("path", flat=True).get(pk=self.pk)
        refuse_circle(self, parent)
        refuse_address(self, parent)
        self.parent = parent
        self.save()
        if self.path != before:
            self._move_below(before)

    def _move_below(self, before: str) -> None:
        FormerAddress.remember(before, self)
        for page in Page.objects.filter(path__startswith=f"{before}/").order_by("path"):
            old, page.path = page.path, self.path + page.path.removeprefix(before)
            Page.objects.filter(pk=page.pk).update(path=page.path)
            FormerAddress.remember(old, page)
            page.path_taken()
        self.path_taken()

    def path_taken(self) -> None:
        """An address in use is no former one any more."""
        FormerAddress.objects.filter(path=self.path).delete()

    @transaction.atomic
    def step(self, by: int) -> None:
        """Change places with the sibling before (-1) or after (+1); at an end nothing happens."""
        lock_tree()
        siblings = list(Page.objects.filter(parent=self.parent).order_by("order", "title"))
        here = siblings.index(self)
        there = here + by
        if 0 <= there < len(siblings):
            siblings[here], siblings[there] = siblings[there], siblings[here]
        for order, page in enumerate(siblings, 1):
            if page.order != order:
                Page.objects.filter(pk=page.pk).update(order=order)

    @transaction.atomic
    def take_back(self, *, by: Person) -> None:
        """Make it a draft again: nobody but those who write pages finds it."""
        self.state = State.DRAFT
        self.save()
        withdraw_entry(self)

    @transaction.atomic
    def remove(self) -> None:
        """Delete it for good, with its files. Raises PageRefused while there are pages below."""
        lock_tree()
        if self.below.exists():
            raise PageRefused(_("There are pages below this one. Please move or delete them first."))
        self.delete()

    @transaction.atomic
    def bring_back(self, revision: Revision, *, by: Person) -> None:
        """Show an earlier text again; the present one becomes an earlier text itself."""
        self.keep_revision(by=by)
        self.title, self.body = revision.title, revision.body
        self.changed_at = timezone.now()
        self.save()


class FormerAddress(models.Model):
    """An address that a page once had; whoever comes that way is sent to the page."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    path = models.CharField(max_length=Page._meta.get_field("path").max_length, unique=True)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="former_addresses")

    def __str__(self) -> str:
        return self.path

    @classmethod
    def remember(cls, path: str, page: Page) -> None:
        cls.objects.update_or_create(path=path, defaults={"page": page})


def lock_tree() -> None:
    """One change to the tree at a time; needs a transaction."""
    Counter.objects.get_or_create(kind="page")
    Counter.objects.select_for_update().get(kind="page")


def next_order(parent: Page | None) -> int:
    return (Page.objects.filter(parent=parent).aggregate(last=models.Max("order"))["last"] or 0) + 1


def free_slug(title: str, parent: Page | None) -> str:
    """A short name from a title that no other page below this parent has."""
    wanted = german_slug(title, LONGEST_SLUG - 4) or "seite"
    taken = set(Page.objects.filter(parent=parent, slug__startswith=wanted).values_list("slug", flat=True))
    if parent is None:
        taken |= RESERVED
    names = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
    return next(name for name in names if name not in taken)


def refuse_address(page: Page, parent: Page | None) -> None:
    """Raises PageRefused when another page, or a page of ours, has the address."""
    if parent is None and page.slug in RESERVED:
        raise PageRefused(_("This short name is needed for another page. Please choose another one."))
    if Page.objects.filter(parent=parent, slug=page.slug).exclude(pk=page.pk).exists():
        raise PageRefused(_("Another page has this address. Please choose another short name."))
    if parent is not None and parent.level + 1 > DEEPEST:
        raise PageRefused(_("Pages can stand five levels deep at most."))


def refuse_circle(page: Page, parent: Page | None) -> None:
    """Raises PageRefused when the page would come to stand below itself, or its last pages too deep."""
    before = Page.objects.values_list("path", flat=True).get(pk=page.pk)
    if parent is None:
        return
    if parent.pk == page.pk or parent.path.startswith(f"{before}/"):
        raise PageRefused(_("A page cannot stand below itself. Please choose another page."))
    below = Page.objects.filter(path__startswith=f"{before}/").values_list("path", flat=True)
    depth = max((path.count("/") - before.count("/") for path in below), default=0)
    if parent.level + 1 + depth > DEEPEST:
        raise PageRefused(_("Pages can stand five levels deep at most."))
