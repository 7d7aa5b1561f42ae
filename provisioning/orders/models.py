"""Orders: what an agency wants, as a region file says it, and how far each of its places is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platform_core.keys import uuid7
from tenants.models import Agency, Tenant

if TYPE_CHECKING:
    from collections.abc import Iterable

FIRST_STEP, LAST_STEP = 1, 5


class State(models.TextChoices):
    """Where an order or one of its places stands; only orders are drafts."""

    DRAFT = "draft", _("Draft")
    WAITING = "waiting", _("waits")
    RUNNING = "running", _("is running")
    DONE = "done", _("done")
    FAILED = "failed", _("stopped")
    ROLLED_BACK = "rolled_back", _("rolled back")


UNDER_WAY = (State.WAITING, State.RUNNING)


class OrderQuerySet(models.QuerySet["Order"]):
    """Orders by who may see them and by what remains to be done."""

    def of_agencies(self, agencies: Iterable[Agency]) -> Self:
        """What these agencies ordered; every other order is answered as if it did not exist."""
        return self.filter(agency__in=agencies)

    def under_way(self) -> Self:
        return self.filter(state__in=UNDER_WAY)


class Order(models.Model):
    """Places that an agency wants.

    `answers` is what was chosen in the wizard so far; `wanted` is what it comes to, in the shape of a
    region file. `key` tells one wish from its repetition. `agency` is empty once the agency is gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, models.SET_NULL, null=True, related_name="orders")
    agency_name = models.CharField(max_length=160)
    title = models.CharField(max_length=160, blank=True)
    created_by = models.CharField(max_length=160, blank=True)
    created_by_key = models.UUIDField(null=True, blank=True)
    key = models.CharField(max_length=120, blank=True, default="")
    answers = models.JSONField(default=dict, blank=True)
    wanted = models.JSONField(default=dict, blank=True)
    step = models.PositiveSmallIntegerField(default=FIRST_STEP)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    made_bodies = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = models.Manager.from_queryset(OrderQuerySet)()

    class Meta:
        ordering = ("-created_at",)
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="order_state"),
            models.UniqueConstraint(fields=("agency", "key"), condition=~models.Q(key=""), name="order_key_once"),
        )

    def __str__(self) -> str:
        return self.title or self.agency_name

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY


class OrderPlace(models.Model):
    """One place of an order. `steps` are names and milliseconds; `error` is a sentence for whoever ordered.

    `is_new` says that this order makes the place; `tenant_id` is the row it became.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey(Order, models.CASCADE, related_name="places")
    position = models.PositiveIntegerField()
    slug = models.CharField(max_length=63)
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    steps = models.JSONField(default=list, blank=True)
    error = models.TextField(blank=True, default="")
    is_new = models.BooleanField(default=True)
    tenant_id = models.UUIDField(null=True, blank=True)
    took_ms = models.FloatField(null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=[state for state in State.values if state != State.DRAFT]),
                name="order_place_state",
            ),
            models.UniqueConstraint(fields=("order", "slug"), name="order_place_once"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def host(self) -> str:
        """The address it has, or will have."""
        return Tenant(slug=self.slug).default_host
