"""What moderation did, told to those concerned: the author, and whoever drew attention to it.

Moderation sends its signals and knows nothing of mails.
"""

from __future__ import annotations

from contextlib import suppress
from html import unescape
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.urls import reverse

from platform_core.contributions.models import Contribution
from platform_core.contributions.text import excerpt
from platform_core.moderation.signals import decided, notice_received
from platform_core.notify.letters import send_letter
from platform_core.notify.models import Kind
from platform_core.scope import current_place
from platform_core.web.results import paths_of

if TYPE_CHECKING:
    from collections.abc import Iterable

TO_THE_AUTHOR = {
    "hide": Kind.MODERATION_HIDDEN,
    "restore": Kind.MODERATION_RESTORED,
    "publish": Kind.MODERATION_PUBLISHED,
}


def listen() -> None:
    """Connect to moderation's signals."""
    decided.connect(on_decided, dispatch_uid="notify.decided")
    notice_received.connect(on_notice, dispatch_uid="notify.notice")


def on_notice(*, notice: Any, **more: Any) -> None:
    """Acknowledge a notice to whoever left a way to be reached (Art. 16 (4) of the Digital Services Act)."""
    to = notice.reporter or notice.email
    if to:
        words = {"reference": notice.reference, "reason": notice.reason_label, **_about(notice)}
        with suppress(ValidationError):  # an address that never was one stops no notice
            send_letter(to, Kind.MODERATION_NOTICE, words, key=f"notice:{notice.pk}")


def on_decided(*, decision: Any, notices: Iterable[Any] = (), **more: Any) -> None:
    """The author learns what and why (Art. 17), whoever gave notice what came of it (Art. 16 (5))."""
    about = _about(decision)
    author = getattr(decision.contribution or decision.comment, "author", None)
    reasons = {"reason": decision.reason, "human": "" if decision.automated else "yes"}
    objection = {"objection_url": current_place().link(reverse("feedback", urlconf="platform_core.urls.place"))}
    kind = TO_THE_AUTHOR.get(str(decision.act))
    if kind and author and author.pk != decision.by_id:
        send_letter(author, kind, about | reasons | objection, key=f"decision:{decision.pk}")
    if decision.act == "hide":
        about.pop("url", None)  # others find nothing there any more
    for notice in notices:
        to = notice.reporter or notice.email
        if to:
            words = {**about, "human": reasons["human"], "reference": notice.reference, "hidden": _hidden(decision)}
            with suppress(ValidationError):
                send_letter(to, Kind.MODERATION_DECIDED, words, key=f"decided:{notice.pk}")


def _hidden(decision: Any) -> str:
    return "yes" if decision.act == "hide" else ""


def _about(matter: Any) -> dict[str, str]:
    """What a matter is about: the title, a few words of the text, and the address."""
    comment = matter.comment
    contribution_id = comment.contribution_id if comment else matter.contribution_id
    contribution = Contribution.objects.filter(pk=contribution_id).first()
    if contribution is None:
        return {}
    path = paths_of([contribution]).get(contribution.pk, "")
    about = {"title": contribution.title, "url": current_place().link(path) if path else ""}
    return about | ({"excerpt": unescape(excerpt(comment.body_html, 160))} if comment else {})
