"""Reporting for everybody, deciding for moderators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platform_core.accounts.models import Person
from platform_core.desk.guard import staff_only
from platform_core.moderation.forms import DecisionForm, ReportForm
from platform_core.moderation.items import Item, abouts_of, item_of, items_of, open_keys, readable
from platform_core.moderation.models import Decision
from platform_core.moderation.reasons import Act
from platform_core.moderation.verdicts import decide, may_moderate, report
from platform_core.refusal import Refusal
from platform_core.web.limits import TooOften, digest, limit, network_of
from platform_core.web.signin import person_of

if TYPE_CHECKING:
    from uuid import UUID

    from platform_core.moderation.models import About
    from platform_core.web.request import Request

PER_PAGE = 20
DONE = {
    Act.PUBLISH: _("Published. The author will get a mail."),
    Act.KEEP: _("It stays as it is. Whoever reported it and left an address will get a mail."),
    Act.HIDE: _("Hidden. The author will get a mail with the reason."),
    Act.RESTORE: _("It can be read again. The author will get a mail."),
}


@require_http_methods(["GET", "POST"])
def notice(request: Request, key: UUID) -> HttpResponse:
    """Report one contribution or comment; the receipt stands on the same page."""
    about = readable(key, request.user)
    if about is None:
        raise Http404
    item = items_of([about])[0]
    sent = request.POST if request.method == "POST" else None
    form = ReportForm(sent, initial=_known(request))
    status = 200
    if form.is_valid():
        try:
            limit(request, "report")
            made = _report(request, about, form.cleaned_data)
        except TooOften as refusal:
            form.add_error(None, str(refusal))
            status = 429
        else:
            return render(request, "moderation/receipt.html", {"item": item, "notice": made})
    return render(request, "moderation/report.html", {"item": item, "form": form}, status=_status(form, status))


def _status(form: ReportForm, status: int) -> int:
    return 422 if form.errors and status == 200 else status


def _known(request: Request) -> dict[str, str]:
    """Whoever is signed in need not type their address again."""
    return {"email": request.user.email, "name": request.user.name} if isinstance(request.user, Person) else {}


def _report(request: Request, about: About, given: dict[str, Any]) -> Any:
    person = request.user if isinstance(request.user, Person) else None
    who = f"person {person.pk}" if person else given["email"].lower() or network_of(request)
    facts = {name: given[name] for name in ("reason", "text", "name", "email")}
    return report(about, sender=digest(f"notice {who}") if who else "", by=person, **facts)


@staff_only(may_moderate)
@require_safe
def queue(request: Request) -> HttpResponse:
    """What waits, the oldest first; or what was decided, the newest first."""
    if request.GET.get("ansicht") == "entschieden":
        decided = Paginator(Decision.objects.filter(automated=False).select_related("by"), PER_PAGE).get_page(
            request.GET.get("page")
        )
        return render(
            request, "moderation/decided.html", {"page": decided, "rows": _with_items(list(decided.object_list))}
        )
    page = Paginator(open_keys(), PER_PAGE).get_page(request.GET.get("page"))
    since = {key: moment for moment, key in page.object_list}
    entries = [(since[item.about.pk], item) for item in items_of(abouts_of(since))]
    return render(request, "moderation/queue.html", {"page": page, "entries": entries, "form": DecisionForm()})


def _with_items(decisions: list[Decision]) -> list[tuple[Decision, Item | None]]:
    """Decisions with what they were about, where that is still there."""
    items: dict[UUID | None, Item] = {
        item.about.pk: item for item in items_of(abouts_of(each.about_key for each in decisions))
    }
    return [(each, items.get(each.about_key)) for each in decisions]


def item_or_404(key: UUID) -> Item:
    """One thing with all that was said about it; else 404."""
    found = item_of(key)
    if found is None:
        raise Http404
    return found


@staff_only(may_moderate)
@require_safe
def one(request: Request, key: UUID) -> HttpResponse:
    """One thing with all its reports and decisions."""
    item = item_or_404(key)
    return render(request, "moderation/item.html", {"item": item, "form": DecisionForm()})


@staff_only(may_moderate)
@require_POST
def decision(request: Request, key: UUID) -> HttpResponse:
    """Decide about one thing; whatever is wrong is said on its page, with what was typed."""
    item = item_or_404(key)
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            made = decide(item.about, by=person_of(request), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, DONE[Act(made.act)])
            return redirect("moderation")
    return render(request, "moderation/item.html", {"item": item, "form": form}, status=422)
