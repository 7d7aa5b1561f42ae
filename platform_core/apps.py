from django.apps import AppConfig


class PlatformCoreConfig(AppConfig):
    name = "platform_core"

    def ready(self) -> None:
        from platform_core import registry

        registry.modules()  # a broken manifest stops the start with a sentence
