from django.apps import AppConfig


class ControlPanelConfig(AppConfig):
    name = "provisioning.control_panel"
    label = "panel"

    def ready(self) -> None:
        from provisioning.control_panel import own_sections

        own_sections.register_all()
