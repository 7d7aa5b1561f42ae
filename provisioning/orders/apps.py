from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "provisioning.orders"
    label = "orders"

    def ready(self) -> None:
        import provisioning.orders.jobs  # noqa: F401  # tells the worker's clock
