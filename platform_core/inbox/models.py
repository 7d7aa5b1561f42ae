"""Cases: everything in a place that somebody owes a word, a look or a deed, from whichever module it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platform_core import registry
from platform_core.accounts.models import Person
from platform_core.comments.models import Comment
from platform_core.contributions.models import STAFF_ROLES, Contribution
from platform_core.contributions.states import Audience, State
from platform_core.keys import uuid7
from platform_core.scope import current_place

if TYPE_CHECKING:
    from datetime import date


class Department(models.Model):
    """A part of the administration that looks after cases, such as the building yard."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("Name"), max_length=80, unique=True)
    email = models.EmailField(_("E-mail address"), max_length=254, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("order", "name")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Somebody works in a department."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="memberships", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    leads = models.BooleanField(_("Leads the department"), default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("department", "person"), name="membership_once"),)

    def __str__(self) -> str:
        return f"{self.person_id} in {self.department_id}"


class Sort(models.TextChoices):
    """What a case wants."""

    ANSWER = "answer", _("Answer")
    REVIEW = "review", _("Review")
    NOTICE = "notice", _("Something reported")
    OBJECTION = "objection", _("Objection")
    MESSAGE = "message", _("Letter")


#: What moderators see; an answer is seen by those who may give it, a letter by the administration.
MODERATED = (Sort.REVIEW, Sort.NOTICE, Sort.OBJECTION)


class Party(models.TextChoices):
    """Who owes the next word."""

    ADMINISTRATION = "administration", _("Administration")
    POLITICS = "politics", _("Local politics")
    AUTHOR = "author", _("Whoever wrote it")
    OUTSIDE = "outside", _("Somebody outside")
    NOBODY = "nobody", _("Nobody")


class Outcome(models.TextChoices):
    """How a case ended. The first five are what the public reads; the others end a case without an answer."""

    DONE = "done", _("Done")
    PLANNED = "planned", _("Planned")
    PASSED_ON = "passed_on", _("Passed on")
    NOT_OURS = "not_ours", _("Not our responsibility")
    DECLINED = "declined", _("Declined")
    DECIDED = "decided", _("Decided")
    MERGED = "merged", _("Merged")
    WITHDRAWN = "withdrawn", _("Taken back")


class CaseQuerySet(models.QuerySet["Case"]):
    """The one guarded door to cases."""

    def for_staff(self, person: Person) -> Self:
        """What this member of staff may see: by the module's permission, for what is on and still to be read here."""
        wanted = models.Q()
        if kinds := [
            kind for kind, clock in registry.clocks_of(current_place()).items() if person.may(clock.permission)
        ]:
            shown = (State.PUBLISHED, State.ARCHIVED)
            wanted |= models.Q(sort=Sort.ANSWER, kind__in=kinds, contribution__state__in=shown)
        if person.roles & STAFF_ROLES:
            wanted |= models.Q(sort__in=MODERATED) | models.Q(sort=Sort.MESSAGE)
        if not wanted:
            return self.none()
        return self.filter(wanted).exclude(contribution__audience=Audience.TEAM)

    def open(self) -> Self:
        return self.filter(closed_at=None)

    def overdue(self, day: date) -> Self:
        """Open ones whose day has passed while nobody had stopped the clock."""
        return self.open().filter(due_on__lt=day, paused_at=None, owes=Party.ADMINISTRATION)


class Case(models.Model):
    """One thing that somebody owes something. `number` is running per place and is what staff say on the telephone.

    `due_on` is the day by which the public may expect the next word of whoever `owes` it; `paused_at` stops
    that clock, with a reason that everybody reads, and `days_left` are the working days it then still had.
    `wanted_by` is the day on which staff want it of each other, and is nobody else's business. `promised_on`
    is the day by which something planned is to be done.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField(unique=True, editable=False)
    sort = models.CharField(max_length=12, choices=Sort)
    kind = models.CharField(max_length=40, blank=True)
    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, null=True, related_name="cases", db_index=False
    )
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, null=True, related_name="cases")
    title = models.CharField(max_length=160)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    owes = models.CharField(max_length=16, choices=Party, default=Party.ADMINISTRATION)
    waits_for = models.CharField(max_length=160, blank=True)
    due_on = models.DateField(null=True)
    paused_at = models.DateTimeField(null=True, editable=False)
    pause_reason = models.CharField(max_length=300, blank=True)
    days_left = models.SmallIntegerField(null=True, editable=False)
    department = models.ForeignKey(Department, on_delete=models.SET_NULL, null=True, blank=True, related_name="cases")
    assignee = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="cases")
    wanted_by = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, editable=False)
    promised_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, editable=False)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged")

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(sort__in=Sort.values), name="case_sort_known"),
            models.CheckConstraint(condition=models.Q(owes__in=Party.values), name="case_party_known"),
            models.CheckConstraint(
                condition=models.Q(outcome="") | models.Q(closed_at__isnull=False), name="case_outcome_when_closed"
            ),
            models.CheckConstraint(
                condition=models.Q(paused_at__isnull=True) | ~models.Q(pause_reason=""), name="case_pause_says_why"
            ),
            models.UniqueConstraint(
                fields=("contribution", "sort"),
                condition=models.Q(closed_at=None, comment=None),
                name="case_open_once_per_contribution",
            ),
            models.UniqueConstraint(
                fields=("comment", "sort"), condition=models.Q(closed_at=None), name="case_open_once_per_comment"
            ),
        )
        indexes = (
            models.Index(fields=("due_on", "id"), condition=models.Q(closed_at=None), name="case_open_by_day"),
            models.Index(fields=("contribution", "sort"), name="case_of_contribution"),
            models.Index(fields=("-closed_at",), condition=models.Q(closed_at__isnull=False), name="case_done_newest"),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What staff call it among each other."""
        return f"V-{self.number}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None
