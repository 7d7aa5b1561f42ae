from django.apps import AppConfig


class ControlPanelConfig(AppConfig):
    name = "provisioning.control_panel"
    label = "panel"
