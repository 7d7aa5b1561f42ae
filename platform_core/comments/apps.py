from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "platform_core.comments"
    label = "comments"
