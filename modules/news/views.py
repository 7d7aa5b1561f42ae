"""The pages for readers: list, archive, and one item."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import Count, F
from django.db.models.functions import ExtractYear
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from modules.news.forms import FilterForm
from modules.news.models import WRITE, NewsItem, news_for
from platform_core.comments.talk import talk_of
from platform_core.contributions.search import matching
from platform_core.files.shown import shown_text
from platform_core.scope import current_place

if TYPE_CHECKING:
    from platform_core.contributions.models import ContributionQuerySet
    from platform_core.web.request import Request

PER_PAGE = 12
MAX_NUMBER = 2_147_483_647


@require_safe
def news(request: Request) -> HttpResponse:
    """The newest items, what is pinned on top; searched and filtered as wished."""
    return _listed(request, news_for(request.user).order_by(F("pinned_at").desc(nulls_last=True), "-published_at"))


@require_safe
def archive(request: Request, year: int) -> HttpResponse:
    """The items of one year, on the calendar of the place."""
    if year not in {each["year"] for each in years_for(request)}:
        raise Http404
    return _listed(request, in_year(news_for(request.user), year), year=year)


def _listed(request: Request, found: ContributionQuerySet, **more: Any) -> HttpResponse:
    form = FilterForm(request.GET)
    form.is_valid()
    topic = form.topics.get(form.cleaned_data.get("topic", ""))
    words = form.cleaned_data.get("q", "")
    found = found.filter(topic=topic) if topic else found
    found = matching(found, words) if words else found
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": form, "count": page.paginator.count, "topic": topic, "years": years_for(request)}
    context |= {"filtered": bool(words or topic), "may_write": may_write(request), **more}
    return render(request, "news/list.html", context)


def in_year(found: ContributionQuerySet, year: int) -> ContributionQuerySet:
    return found.annotate(year=_year()).filter(year=year)


def years_for(request: Request) -> list[dict[str, Any]]:
    """The years that have items for this visitor, with how many, newest first."""
    readable = NewsItem.objects.visible_to(request.user).published()
    return list(readable.values(year=_year()).annotate(count=Count("pk")).order_by("-year"))


def _year() -> ExtractYear:
    return ExtractYear("published_at", tzinfo=current_place().zone)


def may_write(request: Request) -> bool:
    return bool(request.user.is_authenticated and request.user.may(WRITE))


@require_safe
def detail(request: Request, number: int, slug: str) -> HttpResponse:
    """One item; an address with an older title leads to the present one."""
    item = news_for(request.user).filter(number=number).first() if number <= MAX_NUMBER else None
    if not isinstance(item, NewsItem):
        raise Http404
    if slug != item.slug:
        return redirect(item)
    return render(request, "news/detail.html", page_of(request, item))


def page_of(request: Request, item: NewsItem) -> dict[str, Any]:
    """All that the page of one item shows."""
    older, newer = neighbours(request, item)
    talk = {} if item.is_draft else talk_of(request, item)
    shown = shown_text(item.body, list(item.attachments.all()))
    return {**shown, "item": item, "older": older, "newer": newer, "may_write": may_write(request), **talk}


def neighbours(request: Request, item: NewsItem) -> tuple[NewsItem | None, NewsItem | None]:
    """What was published before it and after it."""
    if item.published_at is None or item.is_draft:
        return None, None
    others = NewsItem.objects.visible_to(request.user).published().exclude(pk=item.pk)
    older = others.filter(published_at__lte=item.published_at).order_by("-published_at", "-number").first()
    newer = others.filter(published_at__gt=item.published_at).order_by("published_at", "number").first()
    return older, newer
