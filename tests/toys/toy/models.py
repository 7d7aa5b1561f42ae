"""The smallest module that uses every part of the contract."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from platform_core.accounts.models import Person
from platform_core.contributions.models import Contribution, ContributionManager
from platform_core.keys import uuid7


class Toy(Contribution):
    colour = models.CharField(max_length=20, default="rot")

    objects = ContributionManager()

    def get_absolute_url(self) -> str:
        return reverse("toy:detail", args=[self.number or 0], urlconf="platform_core.urls.place")


class Owner(models.Model):
    """Points at a person, so that deleting one must look here only where the toy is installed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="toys")
    toy = models.ForeignKey(Toy, on_delete=models.CASCADE, related_name="owners")
