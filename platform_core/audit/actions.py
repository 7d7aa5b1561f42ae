"""What can stand in a log, and how people read it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "place.made": _("Place set up"),
    "place.ordered": _("Place changed by its order"),
    "place.rolled_back": _("Place taken back, with all that was made of it"),
    "order.submitted": _("Order submitted"),
    "order.resumed": _("Order goes on where it stopped"),
    "place.live": _("Place made public"),
    "place.migrated": _("Tables brought up to date"),
    "module.on": _("Module switched on"),
    "module.parked": _("Module switched off, data kept"),
    "face.changed": _("Look changed"),
    "body.changed": _("Responsible body changed"),
    "settings.changed": _("Settings changed"),
    "staff.made": _("Staff member added"),
    "staff.ended": _("Staff member left"),
    "agency.made": _("Agency added"),
}
