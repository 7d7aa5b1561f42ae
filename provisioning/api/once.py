"""A POST that is sent twice acts once: the answer to an `Idempotency-Key` is kept for a day."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from provisioning.api.models import KeptAnswer
from provisioning.api.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from provisioning.api.models import Token

HEADER = "Idempotency-Key"
KEY = re.compile(r"[!-~]{1,200}\Z")
KEPT_FOR = timedelta(hours=24)
#: A request that runs longer has lost its process; what it did is idempotent in itself, so it may be sent again.
RUNS_AT_MOST = timedelta(minutes=5)
KEPT_HEADERS = ("Content-Type", "Location")


def once(request: HttpRequest, token: Token, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Act, or answer what was answered to this key before. Raises Problem.

    Answers that refuse are not kept: nothing was done, and the key may be used again.
    """
    key = _key(request)
    wanted = _fingerprint(request)
    row, is_mine = _taken(token, key, wanted)
    if not is_mine:
        return _again(row, wanted)
    done = False
    try:
        response = act()
        if response.status_code < 400 and isinstance(response, HttpResponse):
            _keep(row, response)
            done = True
    finally:
        if not done:
            KeptAnswer.objects.filter(pk=row.pk, status=0).delete()
    return response


def _key(request: HttpRequest) -> str:
    given = request.headers.get(HEADER, "")
    if not KEY.match(given):
        detail = _("A POST needs the header Idempotency-Key: 1 to 200 signs of your own, for example a UUID.")
        raise Problem("bad-request", detail)
    return given


def _fingerprint(request: HttpRequest) -> str:
    parts = (request.method or "", request.get_full_path(), hashlib.sha256(request.body).hexdigest())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _taken(token: Token, key: str, wanted: str) -> tuple[KeptAnswer, bool]:
    """The row of this key, and whether this request is the one that acts."""
    now = timezone.now()
    KeptAnswer.objects.filter(started_at__lt=now - KEPT_FOR).delete()
    with transaction.atomic():
        row, is_new = KeptAnswer.objects.get_or_create(
            token=token, key=key, defaults={"fingerprint": wanted, "started_at": now}
        )
    if is_new or row.fingerprint != wanted or row.status:
        return row, is_new
    lost = KeptAnswer.objects.filter(pk=row.pk, status=0, started_at=row.started_at)
    return row, bool(lost.filter(started_at__lt=now - RUNS_AT_MOST).update(started_at=now))


def _again(row: KeptAnswer, wanted: str) -> HttpResponse:
    if row.fingerprint != wanted:
        raise Problem("invalid", _("This Idempotency-Key was used for another request. Take a new one."))
    if not row.status:
        detail = _("The first request with this Idempotency-Key still runs. Ask again in a moment.")
        raise Problem("conflict", detail, headers={"Retry-After": "1"})
    headers = {**row.headers, "Idempotency-Replayed": "true"}
    return HttpResponse(bytes(row.body), status=row.status, headers=headers)


def _keep(row: KeptAnswer, response: HttpResponse) -> None:
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    KeptAnswer.objects.filter(pk=row.pk).update(status=response.status_code, headers=headers, body=response.content)
