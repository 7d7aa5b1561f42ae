from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LifecycleConfig(AppConfig):
    name = "provisioning.lifecycle"
    label = "lifecycle"

    def ready(self) -> None:
        from provisioning.control_panel.sections import Section, register
        from provisioning.lifecycle import tasks  # noqa: F401  # the clock of erasures and proofs

        register(Section("life", _("Life"), "lifecycle:life", 20, "clock"))
        register(Section("addresses", _("Addresses"), "lifecycle:addresses", 25, "link"))
