from django.apps import AppConfig


class WishesConfig(AppConfig):
    name = "provisioning.wishes"
    label = "wishes"

    def ready(self) -> None:
        import provisioning.wishes.jobs  # noqa: F401  # tells the worker's clock
        from provisioning.lifecycle.erasing import forgets
        from provisioning.wishes.retention import forget_wishes

        forgets("wishes", forget_wishes)
