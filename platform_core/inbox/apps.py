from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "platform_core.inbox"
    label = "inbox"

    def ready(self) -> None:
        from platform_core.inbox import listening

        listening.listen()
