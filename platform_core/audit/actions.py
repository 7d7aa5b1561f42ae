"""What can stand in a log, and how people read it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "place.made": _("Place set up"),
    "place.ordered": _("Place changed by its order"),
    "place.live": _("Place made public"),
    "place.migrated": _("Tables brought up to date"),
    "module.on": _("Module switched on"),
    "module.parked": _("Module switched off, data kept"),
    "face.changed": _("Look changed"),
    "body.changed": _("Responsible body changed"),
    "settings.changed": _("Settings changed"),
    "staff.made": _("Staff member added"),
    "care.given": _("Somebody looks after this place"),
    "care.ended": _("Somebody looks after this place no more"),
    "care.arrived": _("Came in from the panel"),
    "place.entered": _("Somebody of the platform entered the place"),
    "place.left": _("Somebody of the platform left the place"),
    "admin.invited": _("Admin invited"),
    "admin.joined": _("Invitation accepted"),
    "announcement.made": _("Announcement made"),
    "announcement.ended": _("Announcement ended"),
    "maintenance.planned": _("Maintenance planned"),
    "maintenance.cancelled": _("Maintenance cancelled"),
    "job.retried": _("Failed job started again"),
    "staff.ended": _("Staff member left"),
    "agency.made": _("Agency added"),
}
