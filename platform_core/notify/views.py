"""The page of one's own mails, and the links in mails that end them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from platform_core.notify import choices, tokens
from platform_core.notify.forms import PreferenceForm
from platform_core.web.signin import person_of, signed_in

if TYPE_CHECKING:
    from django.http import HttpResponse

    from platform_core.web.request import Request


@signed_in
@require_http_methods(["GET", "POST"])
def settings(request: Request) -> HttpResponse:
    """How the person wants to be told, and what they follow."""
    person = person_of(request)
    sent = request.POST if request.method == "POST" else None  # nothing chosen is an empty form, but a sent one
    form = PreferenceForm(sent, instance=choices.preference_of(person))
    if form.is_valid():
        choices.choose(person, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("notify_settings")
    context = {"form": form, "follows": choices.follows_of(person)}
    return render(request, "notify/settings.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def unfollow(request: Request) -> HttpResponse:
    """Follow one contribution no longer."""
    try:
        contribution = UUID(request.POST.get("contribution", ""))
    except ValueError:
        raise Http404 from None
    choices.unfollow(person_of(request), contribution)
    messages.success(request, _("You no longer follow this."))
    return redirect("notify_settings")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: Request, token: str) -> HttpResponse:
    """The link in a mail: a page with a button; the button, or a mail program, ends the mails without signing in."""
    wish = tokens.read(token)
    if wish is None:
        raise Http404
    context = {"title": choices.title_for(wish), "everything": wish.contribution is None, "done": False}
    try:
        if request.method == "POST":
            choices.stop(wish)
            context["done"] = True
        else:
            choices.refuse_if_outdated(wish)
    except choices.LinkOutdated as outdated:
        return render(request, "notify/unsubscribe.html", context | {"problem": outdated}, status=410)
    return render(request, "notify/unsubscribe.html", context)
