"""The news as an Atom feed (RFC 4287), one for everything and one per topic. It is the same for everybody."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from modules.news.models import NewsItem, news_for
from platform_core.contributions.models import Topic
from platform_core.scope import current_place

if TYPE_CHECKING:
    from datetime import datetime

    from platform_core.place import Place
    from platform_core.web.request import Request

SHOWN = 30
TYPE = "application/atom+xml; charset=utf-8"
#: What XML cannot hold, not even escaped (XML 1.0, section 2.2).
IMPOSSIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
OWN_LINK = re.compile(r'href="/(?!/)')


@require_safe
def feed(request: Request, topic: str = "") -> HttpResponse:
    """The newest public items; the answer knows nothing of the visitor, so it can be kept for all of them."""
    place = current_place()
    about = Topic.objects.filter(slug=topic).first() if topic else None
    if topic and about is None:
        raise Http404
    found = news_for(AnonymousUser())
    items = list((found.filter(topic=about) if about else found)[:SHOWN])
    with translation.override(place.language):
        context = {"items": [entry_of(item, place) for item in items], **_about(place, about, items)}
        text = render_to_string("news/feed.xml", context, request)
    return HttpResponse(IMPOSSIBLE.sub("", text), content_type=TYPE)


def _about(place: Place, topic: Topic | None, items: list[NewsItem]) -> dict[str, Any]:
    title = _("News from %(place)s") % {"place": place.name}
    path = reverse("news:topic_feed", args=[topic.slug]) if topic else reverse("news:feed")
    page = reverse("news:list") + (f"?topic={topic.slug}" if topic else "")
    return {
        "title": f"{title}: {topic.title}" if topic else title,
        "key": uuid.uuid5(place.id, path),
        "self": place.link(path),
        "page": place.link(page),
        "base": place.url.rstrip("/"),
        "updated": max((changed(item) for item in items), default=None),
    }


def entry_of(item: NewsItem, place: Place) -> dict[str, Any]:
    """An item as the feed shows it, with nothing but absolute links."""
    picture = item.picture
    return {
        "item": item,
        "url": place.link(item.get_absolute_url()),
        "updated": changed(item),
        "html": OWN_LINK.sub(f'href="{place.url}', item.body_html),
        "picture": picture and {"url": place.link(picture.url), "type": picture.content_type, "size": picture.size},
    }


def changed(item: NewsItem) -> datetime | None:
    return item.edited_at or item.published_at
