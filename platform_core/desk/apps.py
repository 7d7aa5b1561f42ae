from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "platform_core.desk"
    label = "desk"
