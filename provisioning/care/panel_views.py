"""The caretaker's view over all places that one may see, and how one place is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from provisioning.care.attention import TITLES, attention_of
from provisioning.care.figures import collect
from provisioning.care.mine import has_care
from provisioning.care.usage import counted, jobs_of, need_rows, needs, retry_job, weeks_of, weeks_of_place
from provisioning.control_panel.guard import panel_view
from provisioning.control_panel.sections import place_context

if TYPE_CHECKING:
    from django.http import HttpResponse

    from provisioning.control_panel.guard import DeskRequest

PER_PAGE = 30


@panel_view
@require_safe
def overview(request: DeskRequest) -> HttpResponse:
    """What needs somebody, the most urgent first, over all places that one may see."""
    here = request.desk.tenants()
    key = request.GET.get("was", "")
    found = needs(here).filter(figures__attention__contains=[key]) if key in TITLES else needs(here)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = need_rows(page.object_list)
    context = {
        "page": page,
        "rows": rows,
        "places_of_rows": [row.place for row in rows],
        "kinds": counted(here),
        "chosen": key if key in TITLES else "",
        "chart": weeks_of(here),
        "has_care": has_care(request.desk.person),
    }
    return render(request, "care/overview.html", context)


@panel_view
@require_safe
def usage(request: DeskRequest, slug: str) -> HttpResponse:
    """How a place is used: numbers, weeks, jobs."""
    tenant = request.desk.tenant(slug)
    figures = getattr(tenant, "figures", None) or collect(tenant)
    more = {
        "figures": figures,
        "marks": attention_of(figures) if figures else [],
        "chart": weeks_of_place(tenant),
        "jobs": jobs_of(tenant),
    }
    return render(request, "care/usage.html", place_context(request, tenant, "usage", **more))


@panel_view
@require_POST
def count_again(request: DeskRequest, slug: str) -> HttpResponse:
    """Count this place now and not only at the full hour."""
    collect(request.desk.tenant(slug))
    messages.success(request, _("Counted just now."))
    return redirect("care:usage", slug)


@panel_view
@require_POST
def retry(request: DeskRequest, slug: str, job: int) -> HttpResponse:
    """Let a job that was given up run again."""
    if not retry_job(tenant=request.desk.tenant(slug), job=min(job, 2**63 - 1)):
        raise Http404
    messages.success(request, _("The job runs again."))
    return redirect("care:usage", slug)
