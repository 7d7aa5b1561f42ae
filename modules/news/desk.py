"""The editors' pages: write, look at it, publish it now or later, take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.news.editing import Writing, publish_or_plan
from modules.news.forms import PlanForm
from modules.news.models import WRITE, NewsItem, news_for
from modules.news.moments import in_words
from modules.news.views import page_of
from platform_core.contributions.links import broken_in, broken_links, told_about
from platform_core.contributions.models import State
from platform_core.desk.guard import may, staff_only
from platform_core.files.shown import shown_text
from platform_core.scope import current_place

if TYPE_CHECKING:
    from uuid import UUID

    from platform_core.contributions.models import Contribution
    from platform_core.web.request import Request

SHOWN = 20
editors_only = staff_only(may(WRITE))


def item_or_404(request: Request, key: UUID) -> NewsItem:
    """The item with this key, draft or public. What moderators hid is theirs to restore."""
    readable = NewsItem.objects.visible_to(request.user).filter(state__in=(State.DRAFT, State.PUBLISHED))
    found = readable.select_related("author", "topic").prefetch_related("attachments").filter(pk=key).first()
    if not isinstance(found, NewsItem):
        raise Http404
    return found


@editors_only
@require_safe
def overview(request: Request) -> HttpResponse:
    """Drafts, planned items, and what was published last."""
    drafts = NewsItem.objects.visible_to(request.user).filter(state=State.DRAFT).select_related("author")
    context = {
        "planned": [
            {"item": each, "when": in_words(each.publish_at, current_place().zone)}
            for each in drafts.filter(publish_at__isnull=False).order_by("publish_at")
        ],
        "drafts": drafts.filter(publish_at=None).order_by("-changed_at"),
        "published": news_for(request.user)[:SHOWN],
        "broken": broken_links(NewsItem, edit_address),
    }
    return render(request, "news/desk.html", context)


@editors_only
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    return _write(request, None)


@editors_only
@require_http_methods(["GET", "POST"])
def edit(request: Request, key: UUID) -> HttpResponse:
    return _write(request, item_or_404(request, key))


def edit_address(item: Contribution) -> str:
    return reverse("news:edit", args=[item.pk])


def _write(request: Request, item: NewsItem | None) -> HttpResponse:
    writing = Writing.of(request, item)
    context: dict[str, Any] = {"item": item, "form": writing.form, "tray": writing.tray, "broken": broken_in(item)}
    if "preview" in request.POST:
        shown = shown_text(request.POST.get("body", ""), writing.tray.files)
        return render(request, "news/form.html", {**context, **shown})
    saved = writing.saved(request)
    if saved is not None:
        messages.success(request, _("Saved. This is how readers will see it.") if saved.is_draft else _("Saved."))
        if told := told_about(saved, pgettext("of one place", "News")):
            messages.warning(request, told)
        return redirect(saved)
    context["asks"] = writing.asks
    return render(request, "news/form.html", context, status=422 if writing.is_wrong else 200)


@editors_only
@require_safe
def preview(request: Request, key: UUID) -> HttpResponse:
    """A draft exactly as it will be published, with what can be done with it."""
    item = item_or_404(request, key)
    return _preview(request, item) if item.is_draft else redirect(item)


def _preview(request: Request, item: NewsItem, status: int = 200, **more: Any) -> HttpResponse:
    planned = in_words(item.publish_at, current_place().zone) if item.publish_at else ""
    context = {**page_of(request, item), "is_preview": True, "planned": planned, "plan": PlanForm(), **more}
    return render(request, "news/detail.html", context, status=status)


@editors_only
@require_POST
def publish(request: Request, key: UUID) -> HttpResponse:
    """Publish a draft now, or at the day and time that were chosen; asks once for words to a picture."""
    item = item_or_404(request, key)
    if not item.is_draft:
        return redirect(item)
    later = request.POST.get("when") == "later"
    plan = PlanForm(request.POST) if later else PlanForm()
    if later and not plan.is_valid():
        return _preview(request, item, 422, plan=plan)
    if item.has_unnamed_pictures and "without_words" not in request.POST:
        return _preview(request, item, 422, plan=plan, asks=True)
    messages.success(request, publish_or_plan(item, plan.moment if later else None))
    return redirect(item)


@editors_only
@require_POST
def unpublish(request: Request, key: UUID) -> HttpResponse:
    """Take an item, or its plan, back: it is a draft again."""
    item = item_or_404(request, key)
    if item.is_draft:
        item.unplan()
        messages.success(request, _("This news item is not planned any more. It stays a draft."))
    else:
        item.unpublish()
        messages.success(request, _("This news item is a draft again. Nobody but the editors can see it."))
    return redirect(item)


@editors_only
@require_POST
def remove(request: Request, key: UUID) -> HttpResponse:
    """Delete an item for good, with its pictures and comments."""
    item_or_404(request, key).delete()
    messages.success(request, _("The news item is deleted."))
    return redirect("news:desk")
