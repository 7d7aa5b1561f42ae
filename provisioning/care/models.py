"""Looking after places: figures without content, kept in the public schema."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone

from platform_core.keys import uuid7
from tenants.models import Tenant


class Figures(models.Model):
    """How a place is doing, as numbers and moments: no text, no name, nothing about a single person.

    `waiting` counts what is held or reported, `unanswered` what has no official answer yet, `overdue` those
    of them that have waited for more than `attention.ANSWER_DAYS` days, `open_promises` what was said to be in
    review or planned. `attention` holds the keys of `provisioning.care.attention`, `urgency` sorts by them.
    """

    tenant = models.OneToOneField(Tenant, on_delete=models.CASCADE, primary_key=True, related_name="figures")
    people = models.PositiveIntegerField(default=0)
    contributions = models.PositiveIntegerField(default=0)
    comments = models.PositiveIntegerField(default=0)
    storage_bytes = models.PositiveBigIntegerField(default=0)
    last_activity_at = models.DateTimeField(null=True)
    last_answer_at = models.DateTimeField(null=True)
    oldest_unanswered_at = models.DateTimeField(null=True)
    unanswered = models.PositiveIntegerField(default=0)
    open_promises = models.PositiveIntegerField(default=0)
    overdue = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    admins = models.PositiveIntegerField(default=0)
    legal_missing = models.PositiveSmallIntegerField(default=0)
    failed_jobs = models.PositiveIntegerField(default=0)
    attention = ArrayField(models.CharField(max_length=24), default=list)
    urgency = models.PositiveIntegerField(default=0)
    collected_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "figures"
        indexes = (
            GinIndex(fields=("attention",), name="figures_attention"),
            models.Index(fields=("-urgency",), name="figures_urgency"),
        )

    def __str__(self) -> str:
        return f"figures of {self.tenant_id}"


class WeeklyFigures(models.Model):
    """What happened in a place in the week that began on this Monday, by the place's own clock."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="weeks", db_index=False)
    week = models.DateField()
    contributions = models.PositiveIntegerField(default=0)
    comments = models.PositiveIntegerField(default=0)
    answers = models.PositiveIntegerField(default=0)
    active_people = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "weekly figures"
        ordering = ("tenant", "week")
        constraints = (models.UniqueConstraint(fields=("tenant", "week"), name="weekly_figures_once"),)

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.week}"
