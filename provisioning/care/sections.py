"""The sections about one place that this part brings to the panel."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from provisioning.control_panel.sections import Section, register


def register_all() -> None:
    register(Section("usage", _("How it is used"), "care:usage", 20, "table"))
    register(Section("people", _("People"), "care:people", 30, "people"))
    register(Section("log", _("Log"), "care:log_of_place", 80, "list"))
    register(Section("entering", _("Enter the place"), "care:enter", 95, "key"))
