"""What a person is in this place, and as which of the voices they speak."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody may do here. Everybody with an account is a resident."""

    RESIDENT = "resident", _("Resident")
    ASSOCIATION = "association", _("Association")
    REPRESENTATIVE = "representative", _("Local politics")
    OFFICIAL = "official", _("Administration")
    EDITOR = "editor", _("Editor")
    MODERATOR = "moderator", _("Moderator")
    ADMIN = "admin", _("Local admin")


class Voice(models.TextChoices):
    """Who speaks: the three voices of the trialogue, and associations among the people."""

    RESIDENT = "resident", _("Resident")
    ASSOCIATION = "association", _("Association")
    REPRESENTATIVE = "representative", _("Local politics")
    OFFICIAL = "official", _("Administration")


#: Somebody with several roles speaks as the first of these that they hold.
VOICE_OF_ROLE = (
    (Role.OFFICIAL, Voice.OFFICIAL),
    (Role.REPRESENTATIVE, Voice.REPRESENTATIVE),
    (Role.ASSOCIATION, Voice.ASSOCIATION),
)
