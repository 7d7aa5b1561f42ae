from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "platform_core.portal"
    label = "portal"
