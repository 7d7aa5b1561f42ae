from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "platform_core.files"
    label = "files"

    def ready(self) -> None:
        from django.db.models.signals import post_delete

        from platform_core.files.models import Attachment, remove_files

        post_delete.connect(remove_files, sender=Attachment)
