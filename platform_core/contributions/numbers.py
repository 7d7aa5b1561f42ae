"""Running numbers per kind."""

from __future__ import annotations

from django.db import models


class Counter(models.Model):
    """The last number given per kind; a row lock keeps numbers unique and without gaps."""

    kind = models.CharField(primary_key=True, max_length=40)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.kind} {self.last}"

    @classmethod
    def next_number(cls, kind: str) -> int:
        """The next number of a kind. Must run inside a transaction."""
        cls.objects.get_or_create(kind=kind)
        counter = cls.objects.select_for_update().get(kind=kind)
        counter.last += 1
        counter.save(update_fields=["last"])
        return counter.last
