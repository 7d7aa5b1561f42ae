"""What people do with an idea: support it, follow it, share it; staff pin and close it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from modules.ideas.forms import CloseForm
from modules.ideas.links import link_of, mail_of
from modules.ideas.views import idea_or_404, page_of
from platform_core.desk.guard import may, staff_only
from platform_core.refusal import Refusal
from platform_core.web.answer import answer as answered
from platform_core.web.limits import limit
from platform_core.web.qr import qr_svg
from platform_core.web.signin import person_of
from platform_core.web.waiting import kept_until_signed_in

if TYPE_CHECKING:
    from django.http import HttpResponse

    from modules.ideas.models import Idea
    from platform_core.web.request import Request


@require_POST
@kept_until_signed_in
def support(request: Request, number: int) -> HttpResponse:
    """For it, or not any more."""
    limit(request, "support")
    idea = idea_or_404(request, number)
    context: dict[str, Any] = {"idea": idea, "can_support": True}
    try:
        if request.POST.get("withdraw"):
            idea.withdraw_support(by=person_of(request))
        else:
            idea.support(by=person_of(request))
    except Refusal as refusal:
        context["problem"] = refusal
    context["supported"] = idea.is_supported_by(request.user)
    back = idea.get_absolute_url()
    thanks = _("Thank you. Your support counts.") if context["supported"] else ""
    return answered(request, "ideas/detail.html", context, fragment="support", fallback=back, done=thanks)


@require_POST
@kept_until_signed_in
def follow(request: Request, number: int) -> HttpResponse:
    """Be told what happens here, or not any more."""
    idea = idea_or_404(request, number)
    if request.POST.get("stop"):
        idea.unfollow(by=person_of(request))
    else:
        idea.follow(by=person_of(request))
    context = {"idea": idea, "follows": idea.is_followed_by(request.user)}
    done = _("You follow this idea now.") if context["follows"] else _("You do not follow this idea any more.")
    back = idea.get_absolute_url()
    return answered(request, "ideas/detail.html", context, fragment="follow", fallback=back, done=done)


@require_safe
def share(request: Request, number: int) -> HttpResponse:
    """Pass an idea on: link, mail, QR code."""
    idea = idea_or_404(request, number)
    link = link_of(idea)
    return render(request, "ideas/share.html", {"idea": idea, "link": link, "qr": qr_svg(link), "mail": mail_of(idea)})


@require_POST
@staff_only(may("ideas.manage"))
def manage(request: Request, number: int) -> HttpResponse:
    """Pin or close an idea, or undo it."""
    idea = idea_or_404(request, number)
    wanted = request.POST.get("do", "")
    if wanted == "close":
        return _close(request, idea)
    verbs = {"pin": idea.pin, "unpin": idea.unpin, "reopen": idea.reopen}
    if wanted not in verbs:
        raise Http404
    verbs[wanted]()
    messages.success(request, _("Saved."))
    return redirect(idea)


def _close(request: Request, idea: Idea) -> HttpResponse:
    form = CloseForm(request.POST)
    if not form.is_valid():
        return render(request, "ideas/detail.html", page_of(request, idea, close_form=form), status=422)
    idea.close(reason=form.cleaned_data["reason"])
    messages.success(request, _("The idea is closed. Everybody can still read it."))
    return redirect(idea)
