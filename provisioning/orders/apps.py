from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "provisioning.orders"
    label = "orders"

    def ready(self) -> None:
        import provisioning.orders.jobs  # noqa: F401  # tells the worker's clock
        from provisioning.lifecycle.erasing import forgets
        from provisioning.orders.forgetting import forget_people

        forgets("people_invited_by_orders", forget_people)
