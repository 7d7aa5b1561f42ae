from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LegalConfig(AppConfig):
    name = "platform_core.legal"
    label = "legal"

    def ready(self) -> None:
        from platform_core.contract import DeskEntry, FirstStep
        from platform_core.desk.entries import register, register_step
        from platform_core.desk.guard import is_admin
        from platform_core.legal.completeness import count_missing

        summary = _("Legal notice, privacy, accessibility: what they say and what is missing.")
        register(
            DeskEntry(_("Legal pages"), summary, "legal_desk", "shield", may=is_admin, order=85, count=count_missing)
        )
        register_step(
            FirstStep(
                _("Say who is responsible"),
                _("Name and address for the legal notice; the pages are then written by themselves."),
                "legal_desk",
                icon="shield",
                done=lambda: count_missing() == 0,
                order=10,
            )
        )
