"""A page for each form of options, for local admins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from platform_core.desk.guard import is_admin, staff_only
from platform_core.options.forms import forms_here, options_of, store_options

if TYPE_CHECKING:
    from django.http import HttpResponse

    from platform_core.web.request import Request


@staff_only(is_admin)
@require_safe
def overview(request: Request) -> HttpResponse:
    """All options of the place."""
    return render(request, "options/overview.html", {"forms": sorted(forms_here().values(), key=lambda f: f.name)})


@staff_only(is_admin)
@require_http_methods(["GET", "POST"])
def options(request: Request, name: str) -> HttpResponse:
    """Look at one form of options and change it."""
    form_class = forms_here().get(name)
    if form_class is None:
        raise Http404
    sent = request.POST if request.method == "POST" else None  # all boxes unticked is an empty form, but a sent one
    form = form_class(sent, initial=options_of(form_class))
    if form.is_valid():
        store_options(form_class, form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("options", name=name)
    return render(request, "options/form.html", {"form": form}, status=422 if form.errors else 200)
