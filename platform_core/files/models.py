"""Files of contributions. The row decides who may see a file; the file itself has a random name."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platform_core import registry
from platform_core.accounts.models import Person
from platform_core.contributions.models import Contribution
from platform_core.contributions.text import PICTURE, Picture
from platform_core.keys import uuid7
from platform_core.scope import current_place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from platform_core.contributions.models import Visitor


class Attachment(models.Model):
    """One picture or document. Until it hangs on a contribution, only its owner sees it.

    Without an owner it belongs to a session (`holder`, see `files.holding`) until its person signs in.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contribution = models.ForeignKey(Contribution, on_delete=models.CASCADE, null=True, related_name="attachments")
    owner = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="attachments")
    holder = models.CharField(max_length=64, blank=True, default="", editable=False, db_index=True)
    name = models.CharField(max_length=120)
    alt = models.CharField(_("What is to be seen?"), max_length=300, blank=True)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    path = models.CharField(max_length=100, unique=True)
    preview_path = models.CharField(max_length=100, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("position", "created_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(owner__isnull=False) | ~models.Q(holder=""), name="attachment_belongs_to_somebody"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.width is not None

    @property
    def url(self) -> str:
        return reverse("file", args=[self.pk], urlconf="platform_core.urls.place")

    @property
    def preview_url(self) -> str:
        return reverse("file_preview", args=[self.pk], urlconf="platform_core.urls.place")

    @property
    def short_key(self) -> str:
        """What a text calls this picture: the random end of its key."""
        return self.pk.hex[-8:]

    @property
    def reference(self) -> str:
        """How a text shows this picture, in Markdown."""
        return f"![{self.alt}]({PICTURE}{self.short_key})"

    def is_visible_to(self, visitor: Visitor, token: str = "") -> bool:
        """A file is as visible as its contribution, by the door of its kind; a loose one to whoever holds it."""
        if self.contribution_id is None:
            if self.owner_id is None:
                return bool(token) and secrets.compare_digest(self.holder, token)
            return bool(visitor.pk == self.owner_id)
        if Contribution.objects.visible_to(visitor).filter(pk=self.contribution_id).exists():
            return True
        kind = Contribution.objects.filter(pk=self.contribution_id).values_list("kind", flat=True).first()
        model = registry.model_of_kind(kind or "", current_place())
        door: Any = model._default_manager if isinstance(visitor, Person) and model else None
        return bool(door and door.visible_to(visitor).filter(pk=self.contribution_id).exists())


def pictures_of(files: Iterable[Attachment]) -> dict[str, Picture]:
    """The pictures among these files, as texts may show them."""
    return {
        each.short_key: Picture(each.url, each.alt, each.width or 0, each.height or 0)
        for each in files
        if each.is_picture
    }


def store(content: bytes, ending: str) -> str:
    """Write bytes under a random name in the place's own folder; the name."""
    token = secrets.token_hex(16)
    name = f"{token[:2]}/{token}.{ending}"
    try:
        return default_storage.save(name, ContentFile(content))
    except OSError:
        default_storage.delete(name)  # of a full disk, its first part would stay
        raise


def remove_files(sender: object, instance: Attachment, **kwargs: Any) -> None:
    """When the row is gone for good, so are its files."""
    names = [name for name in (instance.path, instance.preview_path) if name]

    def remove() -> None:
        for name in names:
            default_storage.delete(name)

    transaction.on_commit(remove)
