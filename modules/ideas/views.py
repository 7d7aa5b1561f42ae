"""The pages of the forum. A view loads, makes one domain call, and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from modules.ideas.forms import AnswerForm, CommentForm, FilterForm, IdeaForm
from modules.ideas.models import Idea, ideas_for
from platform_core.comments.models import Comment, comment_on
from platform_core.comments.threads import threads_of
from platform_core.contributions.models import AnswerStatus, State
from platform_core.contributions.search import matching
from platform_core.files.tray import Tray
from platform_core.refusal import Refusal
from platform_core.web.answer import answer as answered
from platform_core.web.signin import signed_in
from platform_core.web.waiting import identity_form, keep, keeps_by_itself, kept_until_signed_in, may_write

if TYPE_CHECKING:
    from django.http import HttpRequest

    from platform_core.web.request import Request

PER_PAGE = 12
ORDERS = {"support": ("-support_count", "-published_at"), "talk": ("-comment_count", "-published_at")}
MAX_NUMBER = 2_147_483_647


def idea_or_404(request: HttpRequest, number: int) -> Idea:
    """The idea with this number that the visitor may read; else 404, whether it exists or not."""
    found = ideas_for(request.user).filter(number=number).first() if number <= MAX_NUMBER else None
    if not isinstance(found, Idea):
        raise Http404
    return found


@require_safe
def ideas(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    form.is_valid()
    wish = form.cleaned_data
    found = ideas_for(request.user)
    if wish.get("status"):
        found = found.filter(status=wish["status"])
    if wish.get("sort") in ORDERS:
        found = found.order_by(*ORDERS[wish["sort"]])
    if wish.get("q"):
        found = matching(found, wish["q"])
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": form, "count": page.paginator.count, "filtered": any(wish.values())}
    return render(request, "ideas/list.html", context)


@require_safe
def detail(request: HttpRequest, number: int) -> HttpResponse:
    return render(request, "ideas/detail.html", page_of(request, idea_or_404(request, number)))


def page_of(request: HttpRequest, idea: Idea, **more: Any) -> dict[str, Any]:
    """All that the page of one idea shows."""
    person = request.user
    official = person.is_authenticated and person.may("ideas.answer")
    comments, statements = threads_of(idea)
    attachments = list(idea.attachments.all())
    return {
        "idea": idea,
        "comments": comments,
        "statements": statements,
        "files": [file for file in attachments if file.is_picture],
        "documents": [file for file in attachments if not file.is_picture],
        "answers": list(idea.answers.select_related("author")),
        "supported": idea.is_supported_by(person),
        "can_support": idea.is_open,
        "can_comment": idea.is_open,
        "can_edit": person.is_authenticated and idea.may_be_edited_by(person),
        "comment_form": CommentForm(),
        "answer_form": AnswerForm(initial={"status": idea.status}) if official and idea.is_open else None,
        **more,
    }


@keeps_by_itself
def new(request: Request) -> HttpResponse:
    """The form for a new idea. Strangers say who they are in the same form."""
    tray = Tray.of(request)
    form = IdeaForm(request.POST or None)
    identity = identity_form(request)
    filled_in = request.method == "POST" and all([form.is_valid(), identity is None or identity.is_valid()])
    if filled_in and not tray.problems:
        if not may_write(request):
            return keep(request, file=tray.keys)
        try:
            idea = Idea.submit(by=request.user, files=tray.keys, alts=tray.alts, **form.cleaned_data)
        except Refusal as refusal:
            tray.problems.append(str(refusal))
        else:
            messages.success(request, said_of(idea))
            return redirect(idea)
    status = 422 if form.errors or tray.problems or (identity and identity.errors) else 200
    return render(request, "ideas/form.html", {"form": form, "tray": tray, "identity": identity}, status=status)


def said_of(idea: Idea) -> str:
    """What the author reads after sending an idea in."""
    if idea.state == State.PUBLISHED:
        return _("Thank you. Your idea is online.")
    return _("Thank you. Somebody looks at your idea before it appears. Until then only you see it.")


@signed_in
def edit(request: HttpRequest, number: int) -> HttpResponse:
    idea = idea_or_404(request, number)
    form = IdeaForm(request.POST or None, initial={field: getattr(idea, field) for field in IdeaForm.Meta.fields})
    if request.method == "POST" and form.is_valid():
        try:
            idea.edit(by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        return redirect(idea)
    if not idea.may_be_edited_by(request.user):
        raise Http404
    return render(request, "ideas/form.html", {"form": form, "idea": idea}, status=422 if form.errors else 200)


@require_POST
@kept_until_signed_in
def support(request: HttpRequest, number: int) -> HttpResponse:
    idea = idea_or_404(request, number)
    context: dict[str, Any] = {"idea": idea, "can_support": True}
    try:
        if request.POST.get("withdraw"):
            idea.withdraw_support(by=request.user)
        else:
            idea.support(by=request.user)
    except Refusal as refusal:
        context["problem"] = refusal
    context["supported"] = idea.is_supported_by(request.user)
    return answered(request, "ideas/detail.html", context, fragment="support", fallback=idea.get_absolute_url())


@require_POST
@signed_in
def comment(request: HttpRequest, number: int) -> HttpResponse:
    idea = idea_or_404(request, number)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return render(request, "ideas/detail.html", page_of(request, idea, comment_form=form), status=422)
    reply_to = form.cleaned_data["reply_to"]
    parent = Comment.objects.filter(contribution_id=idea.pk, pk=reply_to).first() if reply_to else None
    if reply_to and parent is None:
        raise Http404
    problem = None
    try:
        comment_on(idea, by=request.user, body=form.cleaned_data["body"], reply_to=parent)
    except Refusal as refusal:
        problem = refusal
    if problem and not request.htmx:  # what was typed stays on the page
        return render(
            request, "ideas/detail.html", page_of(request, idea, comment_form=form, problem=problem), status=409
        )
    context = page_of(request, idea, problem=problem)
    back = f"{idea.get_absolute_url()}#gespraech"
    return answered(
        request, "ideas/detail.html", context, fragment="talk", fallback=back, done=_("Your comment is online.")
    )


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
            form.add_error("decided_by", str(refusal))
        else:
            messages.success(request, _("Your answer is online."))
            return redirect(idea)
    return render(request, "ideas/detail.html", page_of(request, idea, answer_form=form), status=422)
