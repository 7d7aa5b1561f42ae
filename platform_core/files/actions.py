"""Taking files in, and hanging them on contributions."""

from __future__ import annotations

import errno
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Sum
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext as _

from platform_core.files.kinds import document_kind
from platform_core.files.models import Attachment, store
from platform_core.files.pictures import draw_anew
from platform_core.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.core.files.uploadedfile import UploadedFile

    from platform_core.accounts.models import Person
    from platform_core.contributions.models import Contribution

MEGABYTE = 1_000_000
LARGEST = 20 * MEGABYTE
MOST_PER_CONTRIBUTION = 8
MOST_PER_STRANGER = 2 * MOST_PER_CONTRIBUTION
STRANGERS_SHARE = 0.1  # of the place's room, so that nobody fills it without saying who they are
LOOSE_FOR = timedelta(hours=24)
SWEPT_EVERY = 3600
LONGEST_NAME = 120
ENDINGS = {"webp": {"jpg", "jpeg", "png", "gif", "webp", "heic", "heif"}}  # a picture keeps the one its owner knows
PICTURE_MAGIC = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF")


class UploadRefused(Refusal):
    """A file that cannot be taken."""


class StorageFull(Refusal):
    """No room for more: the place's quota, or the disk (507)."""


def take(upload: UploadedFile[Any], *, by: Person | None, token: str = "") -> Attachment:
    """Take one uploaded file in as a loose attachment of its owner, or of the session with this token.

    Raises UploadRefused, PictureRefused, FileRefused or StorageFull; then neither a file nor a row is left.
    """
    size = upload.size or 0
    if size == 0:
        raise UploadRefused(_("This file is empty."))
    if size > LARGEST:
        raise UploadRefused(_("This file is larger than %(most)s MB.") % {"most": LARGEST // MEGABYTE})
    refuse_when_full(size)
    if by is None:
        refuse_more_from_strangers(size, token)
    if looks_like_picture(upload):
        drawn = draw_anew(upload)
        ending, parts = "webp", [(drawn.large, "webp"), (drawn.small, "webp")]
        facts = {"content_type": "image/webp", "width": drawn.width, "height": drawn.height}
    else:
        ending, content_type = document_kind(upload)
        parts = [(upload.read(), ending)]
        facts = {"content_type": content_type}
    return _keep(parts, owner=by, holder="" if by else token, name=clean_name(upload.name, ending), **facts)


def _keep(parts: list[tuple[bytes, str]], **facts: object) -> Attachment:
    written: list[str] = []
    try:
        with transaction.atomic():
            for content, ending in parts:
                written.append(store(content, ending))
            return Attachment.objects.create(
                path=written[0],
                preview_path=written[1] if len(written) > 1 else "",
                size=sum(len(c) for c, _e in parts),
                **facts,
            )
    except Exception as failed:
        for name in written:
            default_storage.delete(name)
        if isinstance(failed, OSError) and failed.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise StorageFull(_("There is no room for more files at the moment. Your text is not lost.")) from failed
        raise


def looks_like_picture(upload: UploadedFile[Any]) -> bool:
    """Whether the content begins like a picture; HEIC says so four bytes in."""
    head: bytes = upload.read(12)
    upload.seek(0)
    return head.startswith(PICTURE_MAGIC) or head[4:8] == b"ftyp"


def clean_name(name: str | None, ending: str) -> str:
    """The last part of a file name without control characters, at most 120 characters.

    It ends as the content says: a program that begins like a PDF must not arrive on somebody's desk as `plan.bat`.
    """
    last = (name or "").replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(sign for sign in last if sign.isprintable()).strip() or _("File")
    stem, dot, suffix = plain.rpartition(".")
    if not dot or not stem or suffix.lower() not in ENDINGS.get(ending, {ending}):
        stem, suffix = plain, ending
    return f"{stem[: LONGEST_NAME - len(suffix) - 1]}.{suffix}"


def refuse_when_full(size: int) -> None:
    """Raises StorageFull when the place's quota would be passed."""
    used = Attachment.objects.aggregate(total=Sum("size"))["total"] or 0
    if used + size > settings.PLACE_QUOTA:
        raise StorageFull(_("This place has used up its room for files. Please tell the people who look after it."))


def refuse_more_from_strangers(size: int, token: str) -> None:
    """Raises UploadRefused when one session holds too many files, StorageFull when all sessions hold too much."""
    loose = Attachment.objects.filter(owner=None, contribution=None)
    if loose.filter(holder=token).count() >= MOST_PER_STRANGER:
        raise UploadRefused(_("These are too many files before signing in. Please sign in first."))
    held = loose.aggregate(total=Sum("size"))["total"] or 0
    if held + size > settings.PLACE_QUOTA * STRANGERS_SHARE:
        raise StorageFull(_("There is no room for more files at the moment. Please sign in first, or try tomorrow."))


@transaction.atomic
def hang_on(contribution: Contribution, *, by: Person, keys: Iterable[str], alts: Mapping[str, str]) -> None:
    """Hang a person's loose files on a contribution, in this order. Foreign and unknown keys are ignored.

    Raises UploadRefused when there would be too many.
    """
    loose = {str(each.pk): each for each in Attachment.objects.filter(owner=by, contribution=None, pk__in=list(keys))}
    wanted = [loose[key] for key in dict.fromkeys(keys) if key in loose]
    there = contribution.attachments.count()
    if there + len(wanted) > MOST_PER_CONTRIBUTION:
        raise UploadRefused(_("At most %(most)s files fit here.") % {"most": MOST_PER_CONTRIBUTION})
    for position, attachment in enumerate(wanted, there):
        attachment.contribution_id = contribution.pk
        attachment.position = position
        attachment.alt = alts.get(str(attachment.pk), "")[:300].strip()
        attachment.save(update_fields=["contribution", "position", "alt"])


@transaction.atomic
def rearrange(
    contribution: Contribution, *, by: Person, keys: Iterable[str], alts: Mapping[str, str], drop: Iterable[str]
) -> None:
    """Change the files of a contribution: take some out, describe others anew, hang the person's loose ones on.

    Raises UploadRefused when there would be too many; then nothing is changed.
    """
    for attachment in contribution.attachments.filter(pk__in=list(drop)):
        attachment.delete()
    for attachment in contribution.attachments.filter(pk__in=list(alts)):
        attachment.alt = alts[str(attachment.pk)][:300].strip()
        attachment.save(update_fields=["alt"])
    hang_on(contribution, by=by, keys=keys, alts=alts)


@task
def sweep_loose_files() -> None:
    """Remove files that never came to hang on anything."""
    for attachment in Attachment.objects.filter(contribution=None, created_at__lt=timezone.now() - LOOSE_FOR):
        attachment.delete()


def sweep_now_and_then() -> None:
    """Have the loose files swept, at most once an hour in each place and process."""
    if cache.add("loose-files-swept", 1, SWEPT_EVERY):
        sweep_loose_files.enqueue()
