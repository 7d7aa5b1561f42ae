from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OptionsConfig(AppConfig):
    name = "platform_core.options"
    label = "options"

    def ready(self) -> None:
        from platform_core.contract import DeskEntry
        from platform_core.desk.entries import register
        from platform_core.desk.guard import is_admin

        summary = _("Who may write, what is checked, what is shown.")
        register(DeskEntry(_("Settings"), summary, "options_overview", icon="sliders", order=90, may=is_admin))
