"""The log of a place, and that of the platform: what was done, by whom, before and after."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from platform_core.audit.actions import ACTIONS
from platform_core.audit.actor import KINDS


class Entry(models.Model):
    """One line of the log. The database refuses to change or delete it (see the migration).

    `number` counts from 1 without gaps; `seal` is a SHA-256 over everything the line
    says and the seal of the line before, so that whoever changes one line breaks all
    that follow. `before` and `after` hold only what differs.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(default=timezone.now)
    actor_kind = models.CharField(max_length=8)
    actor = models.CharField(max_length=160, blank=True)
    actor_key = models.UUIDField(null=True)
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=200, blank=True)
    subject_key = models.CharField(max_length=80, blank=True)
    reason = models.TextField(blank=True)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    previous = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "entries"
        ordering = ("-number",)
        indexes = (models.Index(fields=("action", "-number"), name="audit_action"),)

    def __str__(self) -> str:
        return f"{self.number} {self.action}"

    @property
    def who(self) -> str:
        """The actor for people to read."""
        return self.actor or str(KINDS.get(self.actor_kind, ""))

    @property
    def what(self) -> str:
        """The action for people to read."""
        return str(ACTIONS.get(self.action, self.action))

    @property
    def changes(self) -> list[tuple[str, object, object]]:
        """Field, before and after, for a table; a dash where there was or is nothing."""
        names = {**self.before, **self.after}
        return [(name, _cell(self.before.get(name)), _cell(self.after.get(name))) for name in names]

    def sealed(self) -> str:
        """The seal that this line must have."""
        said = {field.attname: getattr(self, field.attname) for field in self._meta.fields if field.attname != "seal"}
        said["at"] = self.at.astimezone(UTC).isoformat()
        text = json.dumps(said, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _cell(value: object) -> object:
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False) if value else "–"
    return "–" if value in (None, "") else value
