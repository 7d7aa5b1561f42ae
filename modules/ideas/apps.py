from django.apps import AppConfig


class IdeasConfig(AppConfig):
    name = "modules.ideas"
    label = "ideas"
