"""The legal pages for everybody, and the page where local admins complete them and bring the place to the public."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platform_core.desk.guard import is_admin, staff_only
from platform_core.legal.completeness import NEEDS, PAGES, TITLES, lacks, missing_in
from platform_core.legal.forms import BodyForm
from platform_core.legal.options import LegalTexts
from platform_core.legal.pages import facts_of
from platform_core.options.forms import options_of, store_options
from platform_core.place import directory
from platform_core.refusal import Refusal
from platform_core.scope import current_place

if TYPE_CHECKING:
    from django.http import HttpResponse

    from platform_core.web.request import Request


@require_safe
def legal(request: Request, page: str) -> HttpResponse:
    """Imprint, privacy, accessibility: made from the responsible body's data and what the place added."""
    return render(request, f"legal/{page}.html", facts_of(page, request.place))


@staff_only(is_admin)
@require_safe
def desk(request: Request) -> HttpResponse:
    """The three pages, field by field: what is there, what is missing and why it is needed."""
    place = current_place()
    shown = [
        {
            "title": TITLES[page],
            "url": f"legal:{page}",
            "needs": [(need, lacks(place.body, place.ags, need)) for need in NEEDS if need.page == page],
        }
        for page in PAGES
    ]
    return render(request, "legal/desk.html", {"legal_pages": shown, "missing": missing_in(place)})


@staff_only(is_admin)
@require_http_methods(["GET", "POST"])
def body(request: Request) -> HttpResponse:
    """The data of the responsible body; a body may answer for several places."""
    place = current_place()
    form = BodyForm(request.POST or None, place=place)
    if form.is_valid():
        directory().change_body(place, form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("legal_desk")
    others = directory().places_sharing_body(place)
    context = {"form": form, "others": others}
    return render(request, "legal/body.html", context, status=422 if form.errors else 200)


@staff_only(is_admin)
@require_http_methods(["GET", "POST"])
def texts(request: Request) -> HttpResponse:
    """Who answers for texts, additions, barriers."""
    form = LegalTexts(request.POST if request.method == "POST" else None, initial=options_of(LegalTexts))
    if form.is_valid():
        store_options(LegalTexts, form.storable())
        messages.success(request, _("Saved."))
        return redirect("legal_desk")
    return render(request, "legal/texts.html", {"form": form}, status=422 if form.errors else 200)


@staff_only(is_admin)
@require_POST
def go_live(request: Request) -> HttpResponse:
    """Open the place for everybody; refused with the list of what is missing."""
    try:
        directory().go_live(current_place())
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("legal_desk")
    messages.success(request, _("%(place)s is public now.") % {"place": current_place().name})
    return redirect("home")
