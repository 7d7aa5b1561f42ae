"""Pages in a place for those who come from outside, and for its admins who want to know who that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth import login
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platform_core.desk.guard import is_admin, staff_only
from platform_core.refusal import Refusal
from provisioning.care import invitations, passes
from provisioning.care.guard import sign_out
from provisioning.care.local import BACKEND, MARK
from provisioning.care.people import people_here

if TYPE_CHECKING:
    from django.http import HttpResponse

    from platform_core.web.request import Request


@sensitive_variables("token")
@never_cache
@require_http_methods(["GET", "POST"])
def handover(request: Request, token: str) -> HttpResponse:
    """From the panel into the place: the page says who one will be here, its button uses the pass."""
    try:
        if request.method == "POST":
            passes.use(request, token)
            return redirect("desk")
        found = passes.look_at(token, request.get_host())
    except passes.PassRefused as refused:
        return render(request, "care/handover_refused.html", {"problem": refused}, status=404)
    return render(request, "care/handover.html", {"pass": found, "care": found.care})


@require_POST
def end_visit(request: Request) -> HttpResponse:
    """The visitor leaves; without a visit there is nothing to end."""
    mark = request.session.get(MARK)
    if getattr(request, "visit", None) and mark:
        passes.finish(mark["pass"])
        sign_out(request)
        messages.success(request, _("Your visit has ended. It stands in the log of this place."))
    return redirect("home")


@sensitive_variables("token")
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: Request, token: str) -> HttpResponse:
    """Somebody asked by mail becomes an admin, and is signed in: the link proves the address."""
    try:
        if request.method == "POST":
            person = invitations.accept(token)
            login(request, person, backend=BACKEND)
            messages.success(request, _("Welcome. Here you find everything that you look after."))
            return redirect("desk")
        found = invitations.look_at(token)
    except Refusal as refused:
        return render(request, "care/invitation_refused.html", {"problem": refused}, status=404)
    return render(request, "care/invitation.html", {"invitation": found})


@staff_only(is_admin)
@require_safe
def people(request: Request) -> HttpResponse:
    """Who holds a role here, and who of them comes from outside."""
    return render(request, "care/people.html", {"people": people_here()})
