from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "platform_core.moderation"
    label = "moderation"

    def ready(self) -> None:
        from platform_core.contract import DeskEntry
        from platform_core.contributions.screening import SCREENS
        from platform_core.desk.entries import register as on_desk
        from platform_core.moderation.items import count_open
        from platform_core.moderation.listening import listen
        from platform_core.moderation.options import Moderation
        from platform_core.moderation.screens import screen
        from platform_core.moderation.verdicts import may_moderate
        from platform_core.options.forms import register as with_options

        with_options(Moderation)
        SCREENS.append(screen)
        listen()
        summary = _("What was reported or is held, and what was decided.")
        on_desk(
            DeskEntry(_("Moderation"), summary, "moderation", "shield", may=may_moderate, order=20, count=count_open)
        )
