"""The face: from a place's colours to every page."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ThemingConfig(AppConfig):
    name = "theming"

    def ready(self) -> None:
        from platform_core.contract import DeskEntry, FirstStep
        from platform_core.desk.entries import register, register_step
        from platform_core.desk.guard import is_admin
        from platform_core.files.demo import drawn_by
        from theming.drawing.scene import for_content
        from theming.faces import has_face

        drawn_by(for_content)

        summary = _("Name, colours, emblem, picture and typeface.")
        register(DeskEntry(_("Face of the place"), summary, "face:face", icon="palette", order=80, may=is_admin))
        register(
            DeskEntry(
                _("Building blocks"),
                _("Everything in the look of your place."),
                "face:blocks",
                icon="grid",
                order=85,
                may=is_admin,
            )
        )
        register_step(
            FirstStep(
                _("Give your place a face"),
                _("Colours, arms and a picture, so that people feel at home here."),
                "face:face",
                icon="palette",
                done=has_face,
                order=20,
            )
        )
