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
    "module.removed": _("Module removed with all its data"),
    "face.changed": _("Look changed"),
    "body.changed": _("Responsible body changed"),
    "settings.changed": _("Settings changed"),
    "staff.made": _("Staff member added"),
    "blueprint.saved": _("Blueprint saved"),
    "blueprint.shared": _("Blueprint shared"),
    "blueprint.updated": _("Brought to a blueprint"),
    "wish.confirmed": _("A municipality asked for a place"),
    "wish.accepted": _("Wish for a place accepted"),
    "wish.declined": _("Wish for a place declined"),
    "wish.handed": _("Wish for a place handed on"),
    "staff.ended": _("Staff member left"),
    "agency.made": _("Agency added"),
}
