from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    name = "platform_core.contributions"
    label = "contributions"
