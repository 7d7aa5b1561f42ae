from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "platform_core.audit"
    label = "audit"

    def ready(self) -> None:
        from platform_core.contract import DeskEntry
        from platform_core.desk.entries import register
        from platform_core.desk.guard import is_admin

        summary = _("Who changed what in this place, and when.")
        register(DeskEntry(_("Log"), summary, "audit", icon="list", order=95, may=is_admin))
