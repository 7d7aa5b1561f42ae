"""What a place has set, one row per form of options."""

from __future__ import annotations

from django.db import models


class Option(models.Model):
    """The stored values of one form; what is missing falls back to the form's initial value."""

    name = models.CharField(max_length=40, primary_key=True)
    values = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name
