"""Every error of the API is one document: `application/problem+json` (RFC 9457), in the reader's language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import Model, QuerySet
    from django.http import HttpRequest

CONTENT_TYPE = "application/problem+json"

#: By its name, which is the end of the document's `type`: the status and the title of each sort of problem.
PROBLEMS = {
    "bad-request": (400, gettext_lazy("This request cannot be read")),
    "unauthorized": (401, gettext_lazy("A valid access is needed")),
    "forbidden": (403, gettext_lazy("This access may not do that")),
    "not-found": (404, gettext_lazy("There is nothing here")),
    "method-not-allowed": (405, gettext_lazy("This address does not take this method")),
    "conflict": (409, gettext_lazy("That cannot be done now")),
    "precondition-failed": (412, gettext_lazy("It has changed in the meantime")),
    "too-large": (413, gettext_lazy("That is too much at once")),
    "unsupported-media-type": (415, gettext_lazy("Only JSON is understood here")),
    "invalid": (422, gettext_lazy("Something in it is not right")),
    "too-many-requests": (429, gettext_lazy("That was too often")),
    "server-error": (500, gettext_lazy("Something broke on our side")),
}
NAMES = {status: name for name, (status, _title) in PROBLEMS.items()}


class Problem(Exception):
    """Raised anywhere below the gate; becomes the answer. `errors` name fields: `{"pointer": …, "detail": …}`."""

    def __init__(
        self,
        name: str,
        detail: str = "",
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.name, self.detail, self.errors = name, detail, list(errors)
        self.status = PROBLEMS[name][0]
        self.headers = dict(headers or {})


class NotThere(Problem):
    """What is not there, and what belongs to somebody else: one and the same."""

    def __init__(self) -> None:
        super().__init__("not-found", _("There is nothing at this address that your access reaches."))


def one_of[Row: Model](rows: QuerySet[Row], **facts: object) -> Row:
    """The row with these facts, of those that the access reaches. Raises NotThere."""
    found = rows.filter(**facts).first()
    if found is None:
        raise NotThere
    return found


def answer(problem: Problem, request: HttpRequest) -> HttpResponse:
    """The document of a problem."""
    said: dict[str, Any] = {
        "type": f"/#{problem.name}",
        "title": str(PROBLEMS[problem.name][1]),
        "status": problem.status,
        "detail": problem.detail,
        "instance": request.path,
    }
    if problem.errors:
        said["errors"] = problem.errors
    body = json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")
    return HttpResponse(body, status=problem.status, content_type=CONTENT_TYPE, headers=problem.headers)


# --- what Django answers outside of the gate: named in provisioning.api.urls -----------------------
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(Problem("bad-request", _("The request is not well-formed.")), request)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(Problem("forbidden"), request)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(NotThere(), request)


def server_error(request: HttpRequest) -> HttpResponse:
    return answer(broken(), request)


def broken() -> Problem:
    return Problem("server-error", _("We have noted it. Please try again later."))
