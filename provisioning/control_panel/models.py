"""What the panel keeps for those who work in it: views of the list, notes on places, runs over many places."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platform_core.keys import uuid7
from tenants.models import Tenant


class SavedView(models.Model):
    """A search of the list of places under a name of somebody's own; `query` is the query string."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("Name"), max_length=60)
    query = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("person", "name"), name="saved_view_once"),)

    def __str__(self) -> str:
        return self.name


class Note(models.Model):
    """A note on a place for those who look after it; its people never see it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="notes")
    by = models.CharField(max_length=160)
    by_key = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(max_length=4000)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.text[:60]


class BulkRun(models.Model):
    """One action for many places, done place by place; a killed worker's run goes on where it stood."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    action = models.CharField(max_length=40)
    choice = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    by = models.CharField(max_length=160)
    by_key = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.action} {self.at:%Y-%m-%d %H:%M}"

    def counts(self) -> dict[str, int]:
        """How many items are in each state."""
        found: Any = self.items.values_list("state").annotate(models.Count("pk"))
        return dict.fromkeys(ItemState.values, 0) | dict(found)


class ItemState(models.TextChoices):
    """How far a run is with one place."""

    WAITING = "waiting", _("waiting")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class BulkItem(models.Model):
    """One place of a run: what happened, and how long it took in milliseconds."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="items")
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=ItemState, default=ItemState.WAITING)
    said = models.TextField(blank=True)
    took = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("run", "tenant"), name="bulk_item_once"),)

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.state}"
