from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "provisioning.care"
    label = "care"

    def ready(self) -> None:
        import provisioning.care.jobs  # noqa: F401  # tells the worker's clock
