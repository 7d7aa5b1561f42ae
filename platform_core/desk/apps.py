from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "platform_core.desk"
    label = "desk"

    def ready(self) -> None:
        from platform_core.contract import DeskEntry
        from platform_core.desk.entries import register
        from platform_core.desk.guard import is_admin

        summary = _("What stands on it, and in which order.")
        register(DeskEntry(_("Home page"), summary, "arrange_home", icon="home", order=80, may=is_admin))
