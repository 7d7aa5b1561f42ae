"""Writing an idea, changing it, taking it back, and what it said before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from modules.ideas.forms import IdeaForm
from modules.ideas.history import changes_of
from modules.ideas.models import Idea, ideas_like
from modules.ideas.views import idea_or_404
from platform_core.contributions.screening import said_after
from platform_core.files.tray import Tray
from platform_core.refusal import Refusal
from platform_core.web.limits import limit
from platform_core.web.signin import person_of, signed_in
from platform_core.web.waiting import identity_form, keep, keeps_by_itself, may_write

if TYPE_CHECKING:
    from django.http import HttpResponse

    from platform_core.web.request import Request


@keeps_by_itself
def new(request: Request) -> HttpResponse:
    """The form for a new idea. Strangers say who they are in the same form."""
    tray = Tray.of(request)
    form, identity = IdeaForm(request.POST or None), identity_form(request)
    status = 422
    filled_in = request.method == "POST" and all([form.is_valid(), identity is None or identity.is_valid()])
    if filled_in and not tray.problems:
        if not may_write(request):
            return keep(request, file=tray.keys)
        try:
            limit(request, "idea")
            idea = Idea.submit(by=person_of(request), files=tray.keys, alts=tray.alts, **form.cleaned_data)
        except Refusal as refusal:
            tray.problems.append(str(refusal))
            status = refusal.status
        else:
            messages.success(request, said_after(idea, _("Thank you. Your idea is online.")))
            return redirect(idea)
    wrong = form.errors or tray.problems or (identity and identity.errors)
    context = {"form": form, "tray": tray, "identity": identity, "alike": alike_to(request) if wrong else []}
    return render(request, "ideas/form.html", context, status=status if wrong else 200)


def alike_to(request: Request) -> list[Idea]:
    """Ideas that could be meant by the title that was typed."""
    asked = request.GET if request.method == "GET" else request.POST
    return list(ideas_like(asked.get("title", ""), request.user))  # type: ignore[arg-type]  # a queryset of ideas


@require_safe
def similar(request: Request) -> HttpResponse:
    """Is there such an idea already? The list below the title while somebody types."""
    template = "ideas/similar.html#list" if request.htmx else "ideas/similar.html"
    return render(request, template, {"alike": alike_to(request)})


@signed_in
def edit(request: Request, number: int) -> HttpResponse:
    """Change text and files of one's own idea."""
    idea = idea_or_404(request, number)
    if not idea.may_be_edited_by(request.user):
        raise Http404
    tray = Tray.of(request, idea)
    form = IdeaForm(request.POST or None, initial={field: getattr(idea, field) for field in IdeaForm.Meta.fields})
    if request.method == "POST" and form.is_valid() and not tray.problems:
        try:
            idea.edit(by=person_of(request), tray=tray, **form.cleaned_data)
        except Refusal as refusal:
            tray.problems.append(str(refusal))
        else:
            messages.success(request, said_after(idea, _("Saved.")))
            return redirect(idea)
    wrong = form.errors or tray.problems
    return render(request, "ideas/form.html", {"form": form, "idea": idea, "tray": tray}, status=422 if wrong else 200)


@signed_in
def withdraw(request: Request, number: int) -> HttpResponse:
    """Take one's own idea back: asks first."""
    idea = idea_or_404(request, number)
    if not idea.may_be_withdrawn_by(request.user):
        raise Http404
    if request.method != "POST":
        return render(request, "ideas/withdraw.html", {"idea": idea})
    try:
        idea.withdraw(by=person_of(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(idea)
    messages.success(request, _("Your idea is gone."))
    return redirect("ideas:list")


@require_safe
def history(request: Request, number: int) -> HttpResponse:
    """What the idea said before, with what was changed."""
    idea = idea_or_404(request, number)
    changes = changes_of(idea)
    if not changes:
        raise Http404
    return render(request, "ideas/history.html", {"idea": idea, "changes": changes})
