"""Asking for a place: find the municipality, fill in one form, confirm the address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from platform_core.web.limits import network_of
from provisioning.catalog.search import search, there
from provisioning.models import CatalogEntry, Level
from provisioning.wishes import actions
from provisioning.wishes.forms import WishForm
from provisioning.wishes.models import Wish

if TYPE_CHECKING:
    from django.http import HttpResponse

    from platform_core.web.request import Request

MOST_SHOWN = 12
LONGEST_WORDS = 80


@require_safe
def about(request: Request) -> HttpResponse:
    """What one gets, and the search for the own municipality."""
    words = " ".join(request.GET.get("ort", "").replace("\0", " ").split())[:LONGEST_WORDS]
    found = search(words, levels=(Level.MUNICIPALITY,), limit=MOST_SHOWN) if words else []
    context = {"words": words, "found": found}
    if request.htmx:
        return render(request, "wishes/about.html#found", context)
    return render(request, "wishes/about.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: Request) -> HttpResponse:
    """The form for one municipality, which stands in the address."""
    entry = _municipality(request.GET.get("gemeinde", ""))
    form = WishForm(request.POST or None, initial={"body_name": _body_of(entry), "city": entry.name})
    status = 200
    if request.method == "POST":
        if form.is_trap:
            return redirect("wishes:thanks")
        if form.is_valid():
            facts = {**form.facts, "municipality": entry, "municipality_name": entry.name}
            try:
                actions.ask(facts=facts, sender=network_of(request), language=get_language() or "de")
            except actions.AskedTooOften as often:
                form.add_error(None, str(often))
                return render(request, "wishes/ask.html", {"form": form, "entry": entry}, status=often.status)
            return redirect("wishes:thanks")
        status = 422
    return render(request, "wishes/ask.html", {"form": form, "entry": entry}, status=status)


def _municipality(key: str) -> CatalogEntry:
    found = there().filter(level=Level.MUNICIPALITY, key=key.replace("\0", "")).first()
    if found is None or not found.can_be_provisioned:
        raise Http404
    return found


def _body_of(entry: CatalogEntry) -> str:
    kind = "Stadt" if "tadt" in entry.kind else entry.kind if entry.kind in {"Markt", "Flecken"} else "Gemeinde"
    return f"{kind} {entry.name}"


@require_safe
def thanks(request: Request) -> HttpResponse:
    """The mail is on its way; the same page for everybody."""
    return render(request, "wishes/thanks.html")


@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: Request, token: str) -> HttpResponse:
    """A button, since programs that look at mails follow links too."""
    wish = _wish(token)
    is_sent = request.method == "POST"
    if is_sent:
        wish = actions.confirm(wish)
    return render(request, "wishes/confirm.html", {"wish": wish, "is_done": wish.state != "asked", "token": token})


@never_cache
@require_http_methods(["GET", "POST"])
def withdraw(request: Request, token: str) -> HttpResponse:
    """Take the wish back; what was written is deleted."""
    wish = _wish(token)
    context: dict[str, object] = {"wish": wish, "is_done": False}
    if request.method == "POST":
        try:
            actions.withdraw(wish)
            context["is_done"] = True
        except actions.WishRefused as refused:
            context["problem"] = refused
            return render(request, "wishes/withdraw.html", context, status=refused.status)
    return render(request, "wishes/withdraw.html", context)


def _wish(token: str) -> Wish:
    found = actions.wish_of(token)
    if found is None:
        raise Http404
    return found
