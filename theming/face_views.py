"""Pages for local admins: the face of their place, and every building block in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from platform_core.desk.guard import is_admin, staff_only
from platform_core.scope import current_place
from theming import advice, presets, showcase, stylesheet
from theming.context import address
from theming.faces import face_of
from theming.workshop import Draft

if TYPE_CHECKING:
    from django.http import HttpResponse

    from platform_core.web.request import Request

#: Parts of the page that are asked for alone.
PARTS = {"vorschau": "preview", "werkstatt": "workshop"}


@staff_only(is_admin)
@require_http_methods(["GET", "POST"])
def face(request: Request) -> HttpResponse:
    """Try a face out, with a preview, and keep it."""
    draft = Draft.of(request)
    is_saving = request.method == "POST" and "save" in request.POST
    if is_saving and draft.is_good:
        draft.keep()
        messages.success(request, _("The place has its new face. Everybody sees it from now on."))
        return redirect("face:face")
    part = PARTS.get(request.GET.get("nur", ""))
    template = f"theming/face/page.html#{part}" if request.htmx and part else "theming/face/page.html"
    failed = bool(draft.problems) or (is_saving and not draft.is_good)
    context = workshop_context(draft, is_saving=is_saving, face_url=reverse("face:face"), with_pictures=True)
    return render(request, template, context, status=422 if failed else 200)


def workshop_context(draft: Draft, *, is_saving: bool, face_url: str, with_pictures: bool) -> dict[str, Any]:
    """What the workshop's templates need; in the place's scope. `face_url` is the page that they belong to."""
    face = draft.face
    digest, name = stylesheet.trial_hash(face.look), stylesheet.trial_name(face.look)
    return {
        "face_url": face_url,
        "with_pictures": with_pictures,
        "draft": draft,
        "form": draft.form,
        "face": face,
        "now": face_of(current_place()),
        "is_saving": is_saving,
        "trial_href": address("theming:trial", urlconf="platform_core.urls.place", digest=digest, name=name),
        "changes": advice.changes(face.look.accent),
        "presets": [{"preset": each, "look": each.worn_by(face.look)} for each in presets.PRESETS],
    }


@staff_only(is_admin)
@require_safe
def blocks(request: Request) -> HttpResponse:
    """Every building block in the place's own face."""
    return render(request, "theming/blocks/page.html", showcase.context_for(current_place(), request))
