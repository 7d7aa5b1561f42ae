from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "modules.pages"
    label = "pages"

    def ready(self) -> None:
        from modules.pages.listening import listen

        listen()
