from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "platform_core.accounts"
    label = "accounts"

    def ready(self) -> None:
        from platform_core.accounts.options import TakingPart
        from platform_core.options.forms import register

        register(TakingPart)
