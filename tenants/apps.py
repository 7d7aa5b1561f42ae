from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "tenants"

    def ready(self) -> None:
        from tenants import checks, deletion  # noqa: F401  # checks register themselves

        deletion.limit_to_scope()
