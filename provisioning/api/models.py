"""Who may use the API, what was answered to a repeated request, and how often somebody asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platform_core.keys import uuid7
from tenants.models import Agency

if TYPE_CHECKING:
    from datetime import datetime


class Scope(models.TextChoices):
    """What a token may do."""

    READ = "read", _("Read")
    WRITE = "write", _("Read and change")


class TokenQuerySet(models.QuerySet["Token"]):
    def valid(self, now: datetime | None = None) -> TokenQuerySet:
        """Neither revoked nor expired."""
        now = now or timezone.now()
        return self.filter(models.Q(expires_at=None) | models.Q(expires_at__gt=now), revoked_at=None)


class Token(models.Model):
    """An access to the API: for one agency's places, or without an agency for the whole platform.

    Only the SHA-256 of the secret is kept. A secret has 256 random bits, so it
    needs no slow hash, and finding its digest by the index tells nothing about it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(_("Name"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    #: The first signs of the secret, by which people recognise it.
    prefix = models.CharField(max_length=12, editable=False)
    scopes = ArrayField(models.CharField(max_length=8, choices=Scope), default=list)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(scopes__contained_by=Scope.values) & ~models.Q(scopes=[]), name="api_token_scopes"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > timezone.now())

    @property
    def may_write(self) -> bool:
        return Scope.WRITE in self.scopes


class KeptAnswer(models.Model):
    """The answer to a request with an `Idempotency-Key`, so that its repetition does nothing twice.

    `status` is 0 while the first request still runs. `fingerprint` is the SHA-256 of what was asked.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    started_at = models.DateTimeField(default=timezone.now)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=bytes)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("token", "key"), name="api_key_once"),)
        indexes = (models.Index(fields=("started_at",), name="api_answer_age"),)

    def __str__(self) -> str:
        return f"{self.key}: {self.status or 'running'}"


class Tally(models.Model):
    """How often one token asked within the window that ends at `until`."""

    token = models.OneToOneField(Token, on_delete=models.CASCADE, primary_key=True, related_name="+")
    count = models.PositiveIntegerField()
    until = models.DateTimeField()

    class Meta:
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.count} until {self.until:%H:%M:%S}"
