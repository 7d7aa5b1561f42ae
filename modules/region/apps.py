from django.apps import AppConfig


class RegionConfig(AppConfig):
    name = "modules.region"
    label = "region"
