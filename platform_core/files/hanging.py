"""Files that hang on a contribution already: describing them anew, taking some away, handing them over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from platform_core.files.models import Attachment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from platform_core.contributions.models import Contribution

LONGEST_ALT = 300


@transaction.atomic
def rearrange(contribution: Contribution, *, drop: Iterable[str], alts: Mapping[str, str]) -> None:
    """Take the files with these keys away, and give the others their new descriptions. Foreign keys are ignored."""
    gone = set(drop)
    for attachment in Attachment.objects.filter(contribution_id=contribution.pk):
        key = str(attachment.pk)
        if key in gone:
            attachment.delete()
        elif key in alts and alts[key].strip()[:LONGEST_ALT] != attachment.alt:
            attachment.alt = alts[key].strip()[:LONGEST_ALT]
            attachment.save(update_fields=["alt"])
