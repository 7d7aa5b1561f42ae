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
    "place.state": _("State changed"),
    "place.archiving": _("Copy for the archive begun"),
    "place.erased": _("Place erased"),
    "handover.asked": _("Handover proposed"),
    "handover.agreed": _("Handover agreed to"),
    "handover.declined": _("Handover declined"),
    "handover.withdrawn": _("Handover withdrawn"),
    "handover.done": _("Handed over"),
    "export.made": _("Export of the whole place made"),
    "export.fetched": _("Export of the whole place fetched"),
    "erasure.asked": _("Erasure asked for"),
    "erasure.agreed": _("Erasure agreed to"),
    "erasure.withdrawn": _("Erasure withdrawn"),
    "address.added": _("Address added"),
    "address.proved": _("Address proved"),
    "address.primary": _("Main address changed"),
    "address.renamed": _("Place got another address"),
    "address.failing": _("Proof of an address not found"),
    "address.quarantined": _("Address taken out of service"),
    "address.removed": _("Address removed"),
    "base.added": _("Base domain of an agency added"),
    "base.removed": _("Base domain of an agency removed"),
    "sender.changed": _("Sender address of mails changed"),
    "sender.proved": _("Sender address of mails proved"),
    "sender.lost": _("Sender address of mails no longer allowed"),
}
