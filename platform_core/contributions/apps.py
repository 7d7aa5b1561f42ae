from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    name = "platform_core.contributions"
    label = "contributions"

    def ready(self) -> None:
        from django.db.models.signals import post_delete

        from platform_core.contributions import following, listening, signals
        from platform_core.contributions.models import Contribution
        from platform_core.portal.crossing import forget_deleted

        post_delete.connect(forget_deleted, sender=Contribution)
        signals.contribution_published.connect(following.author_follows)
        signals.comment_published.connect(following.commenter_follows)
        listening.listen()
