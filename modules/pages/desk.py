"""The pages as those see them who write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.pages.actions import write_page
from modules.pages.forms import PageForm, UnderForm, parents_for
from modules.pages.models import WRITE, Page
from modules.pages.tree import flat, tree_for
from platform_core.contributions.links import broken_in, broken_links, leading_to, told_about
from platform_core.contributions.text import rich
from platform_core.desk.guard import may, staff_only
from platform_core.files.models import pictures_of
from platform_core.files.shown import shown_text
from platform_core.files.tray import Tray
from platform_core.refusal import Refusal

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from platform_core.contributions.models import Contribution

STEPS = {"up": -1, "down": 1}
MAX_NUMBER = 2_147_483_647
writers_only = staff_only(may(WRITE))


def page_or_404(request: HttpRequest, number: int) -> Page:
    found = Page.objects.visible_to(request.user).filter(number=number).first() if number <= MAX_NUMBER else None
    if found is None:
        raise Http404
    return found


def edit_address(page: Contribution) -> str:
    return reverse("pages:edit", args=[page.number])


@writers_only
@require_safe
def manage(request: HttpRequest) -> HttpResponse:
    nodes = list(flat(tree_for(request.user)))
    return render(request, "pages/manage.html", {"nodes": nodes, "broken": broken_links(Page, edit_address)})


@writers_only
@require_safe
def help_sheet(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/help.html")


@writers_only
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    return _write(request, None)


@writers_only
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    return _write(request, page_or_404(request, number))


def _write(request: HttpRequest, page: Page | None) -> HttpResponse:
    tray = Tray.of(request, page)
    form = PageForm(request.POST or None, by=request.user, page=page, files=tray.files)
    context: dict[str, Any] = {"form": form, "tray": tray, "page": page, "broken": broken_in(page)}
    if "preview" in request.POST:
        return render(request, "pages/form.html", {**context, **shown_text(request.POST.get("body", ""), tray.files)})
    if request.method == "POST" and form.is_valid() and not tray.problems:
        publish = "publish" in request.POST
        try:
            page = write_page(page, by=request.user, texts=form.cleaned_data, tray=tray, publish=publish)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            _say_what_happened(request, page)
            return redirect(page)
    return render(request, "pages/form.html", context, status=422 if form.errors or tray.problems else 200)


def _say_what_happened(request: HttpRequest, page: Page) -> None:
    messages.success(request, _("The page is online.") if page.is_public else _("The draft is saved."))
    if told := told_about(page, _("Pages")):
        messages.warning(request, told)


@writers_only
@require_POST
def move(request: HttpRequest, number: int) -> HttpResponse:
    page = page_or_404(request, number)
    step = STEPS.get(request.POST.get("step", ""))
    form = UnderForm(request.POST, nodes=parents_for(request.user, page))
    if step:
        page.step(step)
    elif "under" in request.POST and form.is_valid():
        try:
            page.put_under(form.cleaned_data["under"])
        except Refusal as refusal:
            messages.error(request, str(refusal))
    return redirect(f"{reverse('pages:manage')}#seite-{number}")


@writers_only
@require_POST
def publish(request: HttpRequest, number: int) -> HttpResponse:
    page = page_or_404(request, number)
    page.publish()
    _say_what_happened(request, page)
    return redirect(page)


@writers_only
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Ask first, with the links that would break."""
    page = page_or_404(request, number)
    if request.method == "POST":
        page.take_back(by=request.user)
        messages.success(request, _("The page is a draft now. Only you and your colleagues see it."))
        return redirect("pages:manage")
    return render(request, "pages/take_back.html", {"page": page, "links": leading_to(page)})


@writers_only
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Ask first, with the links that would break."""
    page = page_or_404(request, number)
    context: dict[str, Any] = {"page": page, "links": leading_to(page), "below": page.below.order_by("order", "title")}
    if request.method == "POST":
        try:
            page.remove()
        except Refusal as refusal:
            return render(request, "pages/remove.html", {**context, "problem": refusal}, status=409)
        messages.success(request, _("The page is deleted."))
        return redirect("pages:manage")
    return render(request, "pages/remove.html", context)


@writers_only
@require_safe
def revisions(request: HttpRequest, number: int) -> HttpResponse:
    page = page_or_404(request, number)
    return render(request, "pages/revisions.html", {"page": page, "revisions": page.revisions.select_related("by")})


@writers_only
@require_http_methods(["GET", "POST"])
def revision(request: HttpRequest, number: int, revision: UUID) -> HttpResponse:
    """Look at an earlier text, and bring it back."""
    page = page_or_404(request, number)
    earlier = get_object_or_404(page.revisions.select_related("by"), pk=revision)
    if request.method == "POST":
        page.bring_back(earlier, by=request.user)
        messages.success(request, _("The earlier text is back."))
        return redirect(page)
    text = rich(earlier.body, pictures_of(page.attachments.all()))
    return render(request, "pages/revision.html", {"page": page, "revision": earlier, "text": text})
