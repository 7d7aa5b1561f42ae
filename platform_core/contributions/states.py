"""Who may read a contribution, how far it has come, and what it refuses then."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from platform_core.refusal import Refusal


class Audience(models.TextChoices):
    """Who may read a contribution at all."""

    PUBLIC = "public", _("Everybody")
    MEMBERS = "members", _("People with an account")
    TEAM = "team", _("The team")
    STAFF = "staff", _("Administration and moderation")


class State(models.TextChoices):
    """How far a contribution has come."""

    DRAFT = "draft", _("Draft")
    PENDING = "pending", _("Held for review")
    PUBLISHED = "published", _("Published")
    HIDDEN = "hidden", _("Hidden")
    ARCHIVED = "archived", _("Archived")


class ContributionClosed(Refusal):
    """It takes no support, comments or answers in its present state."""
