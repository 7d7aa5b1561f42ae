"""Taking part in a discussion: each act has an address of its own, below the key of a comment or a contribution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platform_core import registry
from platform_core.comments.changes import versions_of
from platform_core.comments.forms import CommentForm
from platform_core.comments.models import Comment, comment_on
from platform_core.comments.talk import Said, View, address_of
from platform_core.contributions.models import Contribution
from platform_core.contributions.screening import said_after
from platform_core.refusal import Refusal
from platform_core.scope import current_place
from platform_core.web.answer import answer
from platform_core.web.limits import limit
from platform_core.web.signin import person_of, signed_in
from platform_core.web.waiting import keep, keeps_by_itself, kept_until_signed_in, may_write

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from platform_core.web.request import Request


def contribution_or_404(request: Request, key: UUID) -> Contribution:
    """The contribution as its own kind, when the visitor may read it and its module is switched on."""
    modules = registry.modules_of(current_place())
    models = {str(kind.model._meta.model_name): kind.model for module in modules for kind in module.kinds}
    readable = Contribution.objects.visible_to(request.user).filter(kind__in=models)
    found = get_object_or_404(readable.only("kind"), pk=key)
    return cast("Contribution", get_object_or_404(models[found.kind]._default_manager, pk=key))


def comment_or_404(request: Request, key: UUID) -> Comment:
    """The comment, when the visitor may read it and its contribution."""
    comment = get_object_or_404(Comment.objects.visible_to(request.user).select_related("author", "reply_to"), pk=key)
    comment.contribution = contribution_or_404(request, comment.contribution_id)
    return comment


def own_comment_or_404(request: Request, key: UUID) -> Comment:
    """The visitor's own comment; others find nothing there."""
    comment = comment_or_404(request, key)
    if comment.author_id != person_of(request).pk:
        raise Http404
    return comment


@require_safe
def show(request: Request, key: UUID) -> HttpResponse:
    """The lasting address of a comment, and of a talk: to where it stands."""
    if not Comment.objects.filter(pk=key).exists():
        return redirect(View().address(contribution_or_404(request, key).get_absolute_url()))
    comment = comment_or_404(request, key)
    return redirect(address_of(comment, comment.contribution.get_absolute_url(), request.user))


@require_POST
@keeps_by_itself
def write(request: Request, key: UUID) -> HttpResponse:
    """Begin a thread below a contribution."""
    return _say(request, contribution_or_404(request, key))


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_by_itself
def reply(request: Request, key: UUID) -> HttpResponse:
    """Answer a comment. A GET brings the form: with htmx alone, else on the page of the contribution."""
    comment = comment_or_404(request, key)
    return _say(request, comment.contribution, comment) if request.method == "POST" else _box(request, comment)


def _box(request: Request, comment: Comment) -> HttpResponse:
    contribution, view = comment.contribution, View.of(request.GET)
    if not (contribution.is_open and contribution.takes_comments):
        raise Http404
    if not request.htmx:
        url = contribution.get_absolute_url()
        return redirect(view.address(url, f"schreiben-{comment.pk}", antworten=str(comment.pk)))
    context = {"comment": comment, "form": CommentForm(speaker=request.user), "view": view}
    return render(request, "comments/reply_box.html", {**context, "is_open": True, "focus": True})


def _say(request: Request, contribution: Contribution, parent: Comment | None = None) -> HttpResponse:
    """Say it; strangers are asked who they are once what they wrote can be sent."""
    form = CommentForm(request.POST, speaker=request.user)
    status = 422
    if form.is_valid() and not may_write(request):
        return keep(request)
    if form.is_valid():
        try:
            limit(request, "comment")
            comment = comment_on(contribution, by=person_of(request), reply_to=parent, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("body", str(refusal))
            status = refusal.status
        else:
            done = said_after(comment, _("Your comment is online."))
            messages.success(request, done, extra_tags=str(comment.pk))
            return redirect(address_of(comment, contribution.get_absolute_url(), request.user, View.of(request.POST)))
    context = {"contribution": contribution, "parent": parent, "form": form, "view": View.of(request.POST)}
    return _again(request, context, status)


def _again(request: Request, context: dict[str, Any], status: int) -> HttpResponse:
    """The form with what was typed and what is wrong; with htmx it comes back in its own place."""
    parent, contribution = context["parent"], context["contribution"]
    own = f"#schreiben-{(parent or contribution).pk}"
    response = render(
        request, "comments/again.html", {**context, "url": contribution.get_absolute_url()}, status=status
    )
    for header, value in (("HX-Retarget", own), ("HX-Reselect", own), ("HX-Reswap", "outerHTML")):
        response.headers[header] = value
    return response


@require_POST
@kept_until_signed_in
def helpful(request: Request, key: UUID) -> HttpResponse:
    """Find a comment helpful, or take that back."""
    person, comment = person_of(request), comment_or_404(request, key)
    withdraw = bool(request.POST.get("withdraw"))
    context: dict[str, Any] = {"can_help": True}
    try:
        if withdraw:
            comment.find_not_helpful(by=person)
        else:
            comment.find_helpful(by=person)
    except Refusal as refusal:
        context["problem"] = refusal
    found = comment.supports.filter(person=person).exists()
    context["said"] = Said(comment, readable=True, mine=comment.author_id == person.pk, found_helpful=found)
    fallback = address_of(comment, comment.contribution.get_absolute_url(), person, View.of(request.POST))
    return answer(request, "comments/comment.html", context, fragment="helpful", fallback=fallback)


@require_http_methods(["GET", "POST"])
@signed_in
def edit(request: Request, key: UUID) -> HttpResponse:
    """Change one's own comment."""
    person, comment = person_of(request), own_comment_or_404(request, key)
    said = {"body": comment.body, "speaks_for": comment.speaks_for}
    form = CommentForm(request.POST or None, speaker=person, initial=said)
    if request.method == "POST" and form.is_valid():
        try:
            comment.edit(by=person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("body", str(refusal))
        else:
            messages.success(request, said_after(comment, _("Your comment is changed.")))
            return redirect("comments:show", key)
    return render(request, "comments/edit.html", {"form": form, "comment": comment}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def remove(request: Request, key: UUID) -> HttpResponse:
    """Take one's own comment away, after asking once."""
    person, comment = person_of(request), own_comment_or_404(request, key)
    if request.method == "POST":
        comment.remove(by=person)
        messages.success(request, _("Your comment is removed."))
        return redirect(View().address(comment.contribution.get_absolute_url()))
    return render(request, "comments/remove.html", {"comment": comment})


@require_safe
def history(request: Request, key: UUID) -> HttpResponse:
    """What a comment said before it was changed, for everybody who may read it."""
    comment = comment_or_404(request, key)
    return render(request, "comments/history.html", {"comment": comment, "versions": versions_of(comment)})
