from django.apps import AppConfig


class BlueprintsConfig(AppConfig):
    name = "provisioning.blueprints"
    label = "blueprints"

    def ready(self) -> None:
        from provisioning.blueprints import in_panel

        in_panel.register_all()
