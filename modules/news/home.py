"""What the news contribute to the home page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from modules.news.models import WRITE, news_for
from modules.news.options import NewsSettings
from platform_core.options.forms import options_of

if TYPE_CHECKING:
    from django.http import HttpRequest


def latest_news(request: HttpRequest) -> dict[str, Any]:
    """The newest items; where there are none, an invitation for those who may write the first one."""
    shown = options_of(NewsSettings)["on_home"]
    items = list(news_for(request.user)[:shown])
    if items:
        return {"items": items}
    person = request.user
    return {"items": []} if person.is_authenticated and person.may(WRITE) else {}
