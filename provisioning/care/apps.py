from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "provisioning.care"
    label = "care"
