from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "platform_core.notify"
    label = "notify"

    def ready(self) -> None:
        from platform_core.jobs.hourly import every_hour
        from platform_core.notify import decisions, events
        from platform_core.notify.tasks import in_the_morning

        events.listen()
        decisions.listen()
        every_hour(in_the_morning)
