"""What the news contribute to the home page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from modules.news.models import WRITE, news_for
from modules.news.options import NewsSettings
from platform_core.accounts.roles import Role
from platform_core.options.forms import options_of

if TYPE_CHECKING:
    from django.http import HttpRequest


def latest_news(request: HttpRequest) -> dict[str, Any]:
    """The newest items; where there are none, an invitation for those who may write the first one.

    Local admins have it among their first steps already.
    """
    shown = options_of(NewsSettings)["on_home"]
    items = list(news_for(request.user)[:shown])
    if items:
        return {"items": items}
    person = request.user
    invited = person.is_authenticated and person.may(WRITE) and Role.ADMIN not in person.roles
    return {"items": []} if invited else {}
