"""The pages of the forum. A view loads, makes one domain call, and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from modules.ideas.forms import AnswerForm, CloseForm
from modules.ideas.links import link_of
from modules.ideas.listing import Listing
from modules.ideas.models import Idea, ideas_for
from platform_core.comments.talk import talk_of
from platform_core.contributions.models import Answer, AnswerStatus
from platform_core.desk.guard import may, staff_only
from platform_core.refusal import Refusal
from platform_core.web.qr import qr_svg
from platform_core.web.signin import signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest

    from platform_core.web.request import Request

PER_PAGE = 12
PER_MAP = 100
MAX_NUMBER = 2_147_483_647


def idea_or_404(request: HttpRequest, number: int) -> Idea:
    """The idea with this number that the visitor may read; else 404, whether it exists or not."""
    found = ideas_for(request.user).filter(number=number).first() if number <= MAX_NUMBER else None
    if not isinstance(found, Idea):
        raise Http404
    return found


@require_safe
def ideas(request: Request) -> HttpResponse:
    """The list, as the address asks for it; on a map, too."""
    listing = Listing(request.GET, request.user)
    on_map = request.GET.get("ansicht") == "karte"
    page = Paginator(listing.found, PER_MAP if on_map else PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "form": listing.form,
        "topics": listing.topics,
        "chips": listing.chips,
        "count": page.paginator.count,
        "filtered": bool(listing.chips),
        "on_map": on_map,
    }
    return render(request, "ideas/list.html", context)


@staff_only(may("ideas.answer"))
@require_safe
def unanswered(request: Request) -> HttpResponse:
    """From the desk to the list of what waits for an answer."""
    return redirect(f"{reverse('ideas:list')}?only=unanswered")


@require_safe
def detail(request: HttpRequest, number: int) -> HttpResponse:
    return render(request, "ideas/detail.html", page_of(request, idea_or_404(request, number)))


def page_of(request: HttpRequest, idea: Idea, **more: Any) -> dict[str, Any]:
    """All that the page of one idea shows."""
    person = request.user
    official, manages = (person.is_authenticated and person.may(f"ideas.{what}") for what in ("answer", "manage"))
    prefetch_related_objects([idea], Prefetch("answers", Answer.objects.select_related("author")))
    answers = list(idea.answers.all())
    attachments = list(idea.attachments.all())
    return {
        "idea": idea,
        **talk_of(request, idea, politics_apart=True),
        "files": [file for file in attachments if file.is_picture],
        "documents": [file for file in attachments if not file.is_picture],
        "answers": answers,
        "newest_answer": answers[-1] if answers else None,
        "changed": idea.revisions.exists(),
        "follows": idea.is_followed_by(person),
        "manages": manages,
        "close_form": CloseForm() if manages else None,
        **on_paper(idea),
        "supported": idea.is_supported_by(person),
        "can_support": idea.is_open,
        "can_edit": person.is_authenticated and idea.may_be_edited_by(person),
        "can_withdraw": person.is_authenticated and idea.may_be_withdrawn_by(person),
        "answer_form": AnswerForm(initial={"status": idea.status}) if official and idea.is_open else None,
        **more,
    }


def on_paper(idea: Idea) -> dict[str, Any]:
    """What leads from a printed page back to the idea."""
    link = link_of(idea)
    return {"link": link, "qr": qr_svg(link)}


@require_POST
@signed_in
def answer(request: HttpRequest, number: int) -> HttpResponse:
    idea = idea_or_404(request, number)
    if not request.user.may("ideas.answer"):
        raise Http404
    form = AnswerForm(request.POST)
    if form.is_valid():
        status = AnswerStatus(form.cleaned_data.pop("status"))
        try:
            idea.answer(by=request.user, status=status, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(getattr(refusal, "field", "decided_by"), str(refusal))
        else:
            messages.success(request, _("Your answer is online."))
            return redirect(idea)
    return render(request, "ideas/detail.html", page_of(request, idea, answer_form=form), status=422)
