"""The pages that every place has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from platform_core import registry
from platform_core.accounts.forms import ProfileForm
from platform_core.accounts.models import Person
from platform_core.contributions.models import Contribution, State
from platform_core.contributions.search import matching
from platform_core.desk.views import has_a_desk
from platform_core.notify.choices import follows_of
from platform_core.place import PlaceState, Region, directory
from platform_core.scope import current_place
from platform_core.web import mailbox as mails
from platform_core.web.feedback import FeedbackForm
from platform_core.web.limits import TooOften, limit
from platform_core.web.results import results_of
from platform_core.web.signin import signed_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from platform_core.web.request import Request


@require_safe
def platform_home(request: Request) -> HttpResponse:
    """The platform's own home page: its regions and their places."""
    return render(request, "platform/home.html", {"regions": gathered(directory().regions())})


def gathered(regions: Sequence[Region]) -> list[Region]:
    """Agencies that look after nothing but the town they are named after stand together, without a heading each."""
    alone = [region for region in regions if [place.name for place in region.places] == [region.name]]
    towns = tuple(place for region in alone for place in region.places)
    return [*(region for region in regions if region not in alone), *([Region("", towns)] if towns else [])]


@require_safe
def search(request: Request) -> HttpResponse:
    """Search over everything that people published here."""
    query = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:100]
    found = Contribution.objects.visible_to(request.user).filter(kind__in=registry.kinds_of(current_place()))
    hits = matching(found.exclude(state=State.DRAFT), query) if query else found.none()
    page = Paginator(hits, 20).get_page(request.GET.get("page"))
    context = {"query": query, "page": page, "count": page.paginator.count, "results": results_of(page.object_list)}
    return render(request, "search.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def me(request: Request) -> HttpResponse:
    """The own page: name, roles, sign out."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("me")
    here = request.user if request.place and isinstance(request.user, Person) else None
    context = {"form": form, "roles": here.role_labels if here else [], "desk": here and has_a_desk(here)}
    context["follows"] = follows_of(here, most=5) if here else []
    return render(request, "me.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def feedback(request: Request) -> HttpResponse:
    """Feedback to the place without signing in, for example on a barrier."""
    form = FeedbackForm(request.POST or None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            limit(request, "feedback")
        except TooOften as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            form.send(current_place())
            messages.success(request, _("Thank you. Your message is on its way."))
            return redirect("home")
    return render(request, "feedback.html", {"form": form}, status=status)


@never_cache
@require_safe
def mailbox(request: Request) -> HttpResponse:
    """Development only: the mails of this place."""
    return render(request, "mailbox.html", {"mails": mails.mails()})


@never_cache
@require_safe
def mailbox_mail(request: Request, key: UUID) -> HttpResponse:
    """Development only: one mail."""
    mail = mails.mail(str(key))
    if mail is None:
        raise Http404
    return render(request, "mailbox_mail.html", {"mail": mail})


@never_cache
@require_safe
def mailbox_html(request: Request, key: UUID) -> HttpResponse:
    """Development only: the HTML of one mail, as a document that can do nothing and fetch nothing."""
    mail = mails.mail(str(key))
    if mail is None or not mail.html:
        raise Http404
    return HttpResponse(mail.html, headers={"Content-Security-Policy": mails.POLICY})


@require_safe
def healthz(request: Request) -> HttpResponse:
    """200 when this process reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def robots(request: Request) -> HttpResponse:
    """Demo places and those in preparation ask not to be indexed; all others are open."""
    place = request.place
    hidden = settings.IS_LOCAL or (place is not None and (place.is_demo or place.state == PlaceState.PREPARING))
    return HttpResponse(f"User-agent: *\nDisallow: {'/' if hidden else ''}\n", content_type="text/plain")
