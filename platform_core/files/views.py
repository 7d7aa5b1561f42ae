"""Giving files out, and taking them one by one with progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from platform_core.files.actions import StorageFull, sweep_now_and_then, take
from platform_core.files.holding import holder_of
from platform_core.files.models import Attachment
from platform_core.refusal import Refusal
from platform_core.web.limits import TooOften, limit

if TYPE_CHECKING:
    from uuid import UUID

    from platform_core.web.request import Request

#: A file is no page: whatever it holds, it may run and load nothing.
SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"


@require_safe
def file(request: Request, key: UUID, *, preview: bool = False) -> HttpResponse:
    """A picture inline, anything else as a download; 404 for what the visitor may not see."""
    attachment = Attachment.objects.filter(pk=key).first()
    if attachment is None or not attachment.is_visible_to(request.user, holder_of(request).token):
        raise Http404
    name = attachment.preview_path if preview and attachment.preview_path else attachment.path
    try:
        with default_storage.open(name) as content:
            response = HttpResponse(content.read(), content_type=attachment.content_type)
    except FileNotFoundError as gone:
        raise Http404 from gone
    shown = content_disposition_header(not attachment.is_picture, attachment.name)
    response.headers["Content-Disposition"] = shown or "inline"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, max-age=600"
    return response


@require_POST
def upload(request: Request) -> HttpResponse:
    """Take one file, of strangers too; JSON with its key, or with the problem as a sentence."""
    given = request.FILES.get("file")
    if given is None:
        return JsonResponse({"problem": _("Please choose a file.")}, status=400)
    holder = holder_of(request, make=True)
    try:
        limit(request, "upload" if holder.person else "stranger_upload")
        attachment = take(given, by=holder.person, token=holder.token)
    except StorageFull as full:
        return JsonResponse({"problem": str(full)}, status=507)
    except TooOften as often:
        return JsonResponse({"problem": str(often)}, status=429)
    except Refusal as refusal:
        return JsonResponse({"problem": str(refusal)}, status=422)
    sweep_now_and_then()
    facts = {"key": str(attachment.pk), "name": attachment.name, "preview": attachment.preview_url}
    return JsonResponse({**facts, "picture": attachment.is_picture}, status=201)


@require_POST
def remove(request: Request, key: UUID) -> HttpResponse:
    """Take a loose file of one's own out again."""
    get_object_or_404(Attachment, holder_of(request).loose, pk=key).delete()
    return HttpResponse(status=204)
