"""The face: from a place's colours to every page."""

from __future__ import annotations

from django.apps import AppConfig


class ThemingConfig(AppConfig):
    name = "theming"
