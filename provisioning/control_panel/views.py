"""The list of places, with its saved views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from platform_core.web.signin import person_of
from provisioning.care.mine import has_care
from provisioning.control_panel import bulk
from provisioning.control_panel.forms import ViewForm
from provisioning.control_panel.guard import desk_of, panel_view, second_factor
from provisioning.control_panel.listing import Search, choices, numbers
from provisioning.control_panel.models import SavedView
from provisioning.control_panel.overview_map import map_of
from provisioning.control_panel.rows import rows_of, table_of

if TYPE_CHECKING:
    from uuid import UUID

    from provisioning.control_panel.guard import DeskRequest

PER_PAGE = 25


@second_factor
@require_safe
def home(request: DeskRequest) -> HttpResponse:
    """The panel begins with the list of places; for those who only look after some, with these."""
    person = person_of(request)
    if desk_of(person) is None and has_care(person):
        return redirect("care:mine")
    return redirect("panel:places")


@panel_view
@require_safe
def places(request: DeskRequest) -> HttpResponse:
    """All places one may see, narrowed as asked; htmx gets the table alone."""
    search = Search.of(request.GET)
    found = search.found(request.desk)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = rows_of(page.object_list)
    context = {
        "search": search,
        "page": page,
        "rows": rows,
        "places_of_rows": [row.place for row in rows],
        "choices": choices(request.desk),
        "actions": bulk.actions(is_operator=request.desk.is_operator),
        "query": request.GET.urlencode(),
    }
    if request.htmx and not request.htmx.boosted:
        return render(request, "panel/places.html#found", context)
    context |= {
        "numbers": numbers(request.desk),
        "map": map_of(found),
        "views": SavedView.objects.filter(person=request.desk.person),
        "view_form": ViewForm(initial={"query": request.GET.urlencode()}),
    }
    return render(request, "panel/places.html", context)


@panel_view
@require_safe
def table(request: DeskRequest) -> HttpResponse:
    """The list as CSV, narrowed as on the page."""
    headers = {"Content-Disposition": 'attachment; filename="orte.csv"'}
    text = table_of(Search.of(request.GET).found(request.desk))
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


@panel_view
@require_POST
def keep_view(request: DeskRequest) -> HttpResponse:
    """Keep the present search under a name; the same name again replaces it."""
    form = ViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the view a name of at most 60 characters."))
        return redirect("panel:places")
    name, query = form.cleaned_data["name"], form.cleaned_data["query"]
    SavedView.objects.update_or_create(person=request.desk.person, name=name, defaults={"query": query})
    messages.success(request, _("Kept as “%(name)s”.") % {"name": name})
    return redirect(f"{reverse('panel:places')}?{query}")


@panel_view
@require_POST
def drop_view(request: DeskRequest, key: UUID) -> HttpResponse:
    """Forget a saved view of one's own."""
    SavedView.objects.filter(person=request.desk.person, pk=key).delete()
    return redirect("panel:places")
