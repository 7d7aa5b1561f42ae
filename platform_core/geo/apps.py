from django.apps import AppConfig


class GeoConfig(AppConfig):
    name = "platform_core.geo"
    label = "geo"
