"""Why something is reported, and why something is hidden, in words that people use."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """Why somebody reports something."""

    INSULT = "insult", _("Insult or hatred")
    PRIVACY = "privacy", _("Shows personal data, for example an address or a photo")
    SPAM = "spam", _("Advertising or spam")
    COPYRIGHT = "copyright", _("Uses somebody else's picture or text without permission")
    FALSE = "false", _("Says something false that does harm")
    ILLEGAL = "illegal", _("Breaks the law in another way")
    ABUSE = "abuse", _("Sexual violence against children")
    OTHER = "other", _("Something else")


class Ground(models.TextChoices):
    """Why something is hidden; the author reads this sentence."""

    INSULT = "insult", _("It insults or degrades people.")
    PRIVACY = "privacy", _("It shows personal data of others.")
    SPAM = "spam", _("It is advertising.")
    COPYRIGHT = "copyright", _("It uses pictures or texts of others without their permission.")
    FALSE = "false", _("It claims something false that does harm.")
    ILLEGAL = "illegal", _("It breaks the law.")
    OFF_TOPIC = "off_topic", _("It does not belong here.")
    TWICE = "twice", _("It is here already.")
    OTHER = "other", _("Another reason")


class Act(models.TextChoices):
    """What was decided about a contribution or comment."""

    HOLD = "hold", _("Held for review")
    PUBLISH = "publish", _("Published")
    KEEP = "keep", _("Kept")
    HIDE = "hide", _("Hidden")
    RESTORE = "restore", _("Restored")


#: Notices about breaches of the law say who sends them (Art. 16 (2) of the Digital Services Act).
LEGAL = frozenset({Reason.ILLEGAL, Reason.COPYRIGHT})
