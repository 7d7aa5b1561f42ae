"""The sections and the bulk action that the panel itself brings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from provisioning.control_panel import bulk, sections, update


def register_all() -> None:
    sections.register(sections.Section("overview", _("Overview"), "panel:place", 0, "home"))
    sections.register(sections.Section("face", _("Look"), "panel:face", 40, "palette"))
    sections.register(sections.Section("body", _("Responsible body"), "panel:body", 50, "scale"))
    sections.register(
        sections.Section(
            "notes", _("Internal notes"), "panel:notes", 90, "pen", badge=lambda t: str(t.notes.count() or "")
        )
    )
    bulk.register(bulk.Bulk("update", _("Bring up to date"), "down", update.dry_run, update.act, operators_only=True))
