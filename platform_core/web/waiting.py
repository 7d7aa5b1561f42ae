"""What somebody wrote before signing in: kept in their session, carried out exactly once when they are known.

A stranger's POST to a view under `kept_until_signed_in` is kept, the stranger
proves an address by mail code (or signs in), and then the same view gets the
same fields again, this time with a person. A view that checks its form and asks
for name and address itself stands under `keeps_by_itself` and calls `keep`.
"""

from __future__ import annotations

import copy
import functools
import time
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import resolve, reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from platform_core.accounts.forms import IdentityForm
from platform_core.accounts.models import Person
from platform_core.accounts.options import guests_write
from platform_core.files.holding import adopt
from platform_core.gate import refuse_when_off
from platform_core.scope import current_place
from platform_core.web.limits import TooOften, limit
from platform_core.web.signin import to_sign_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.urls import ResolverMatch

    from platform_core.web.request import Request

KEY = "waiting"
MOST_BYTES = 64_000
KEPT_SECONDS = 60 * 60
SESSION_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Waiting:
    """A POST that waits: where it was sent, its fields in order, and whose address it was said to come from."""

    path: str
    fields: list[list[str]]
    at: float
    schema: str
    email: str = ""
    name: str = ""

    @property
    def excerpt(self) -> str:
        """The beginning of what was written, for the person to recognise; empty for a mere click."""
        said = dict(self.fields)
        words = said.get("title") or said.get("body") or ""
        return words if len(words) <= 120 else words[:117] + " …"

    @property
    def back(self) -> str:
        """The page above the one it was sent to."""
        return self.path.rstrip("/").rsplit("/", 1)[0] + "/"


def waiting_of(request: Request) -> Waiting | None:
    """What waits in this session and in this place, unless it is too old."""
    return _read(request.session.get(KEY))


def _read(stored: Any) -> Waiting | None:
    if not isinstance(stored, dict):
        return None
    waiting = Waiting(**stored)
    is_fresh = time.time() - waiting.at <= KEPT_SECONDS
    return waiting if is_fresh and waiting.schema == current_place().schema else None


def kept_until_signed_in[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """For views with POST: a stranger's POST is kept and carried out as soon as the stranger is known."""

    @functools.wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> HttpResponse:
        request: Request = args[0]
        if may_write(request):
            return view(*args, **kwargs)
        if request.method == "POST":
            return keep(request)
        return to_sign_in(request, request.get_full_path())

    return keeps_by_itself(guarded)


def keeps_by_itself[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Mark a view to which a kept POST may be given; it lets strangers in and calls `keep` for them itself."""
    view.takes_what_waited = True  # type: ignore[attr-defined]  # wrappers copy it outwards
    return view


def may_write(request: Request) -> bool:
    """Whether whoever asks is known and, where guests may not write, has an account."""
    person = request.user
    return isinstance(person, Person) and (not person.is_guest or guests_write())


def identity_form(request: Request) -> IdentityForm | None:
    """The two fields that strangers fill in where guests may write; None for everybody else."""
    if isinstance(request.user, Person) or not guests_write():
        return None
    return IdentityForm(request.POST if request.method == "POST" else None)


def keep(request: Request, **replaced: Sequence[str]) -> HttpResponse:
    """Keep this POST and lead the stranger on: to the code when name and address came along, else to say them.

    `replaced` are fields that stand in place of those that were sent.
    """
    fields = _fields_of(request, replaced)
    identity = IdentityForm(request.POST) if "guest_email" in request.POST else None
    if sum(len(name.encode()) + len(value.encode()) for name, value in fields) > MOST_BYTES:
        messages.error(request, _("This is too long to be kept. Please sign in first."))
        return lead_on(request, reverse("account_login"))
    try:
        limit(request, "keep")
    except TooOften as often:
        messages.error(request, str(often))
        return lead_on(request, request.path.rstrip("/").rsplit("/", 1)[0] + "/")
    waiting = Waiting(path=request.path, fields=fields, at=time.time(), schema=current_place().schema)
    put(request, waiting)
    if isinstance(request.user, Person):
        return lead_on(request, reverse("prove"))
    request.session.set_expiry(SESSION_SECONDS)
    if not guests_write():
        messages.info(request, _("We keep what you wrote. It appears as soon as you have signed in."))
        return lead_on(request, reverse("account_login"))
    if identity and identity.is_valid():
        return prove(request, waiting, identity)
    return lead_on(request, reverse("prove"))


def _fields_of(request: Request, replaced: dict[str, Sequence[str]]) -> list[list[str]]:
    sent = [[name, value] for name, values in request.POST.lists() for value in values]
    dropped = {*replaced, *IdentityForm.base_fields}
    return [each for each in sent if each[0] not in dropped] + [
        [name, value] for name, values in replaced.items() for value in values
    ]


def prove(request: Request, waiting: Waiting, identity: IdentityForm) -> HttpResponse:
    """Send a code to the address that was given and lead on to where it is typed in."""
    from platform_core.accounts.proof import AddressProof

    email, name = identity.cleaned_data["guest_email"], identity.cleaned_data["guest_name"]
    put(request, replace(waiting, email=email, name=name))
    if not ratelimit.consume(request, action="request_login_code", key=email):
        messages.error(request, _("That was too often in a short time. Please wait a few minutes."))
        return lead_on(request, reverse("prove"))
    AddressProof.begin(request, email)
    return lead_on(request, reverse("account_confirm_login_code"))


def put(request: Request, waiting: Waiting) -> None:
    """Keep it in the session; what waited there before is replaced."""
    request.session[KEY] = asdict(waiting)


def drop(request: Request) -> None:
    """Forget what waits."""
    request.session.pop(KEY, None)


def lead_on(request: Request, url: str) -> HttpResponse:
    """Go to another page; a fragment request gets `HX-Redirect`."""
    return HttpResponse(headers={"HX-Redirect": url}) if request.htmx else HttpResponseRedirect(url)


def claim(request: Request) -> Waiting | None:
    """Take what waits out of the session row under a lock: of two requests at a time only one gets it."""
    if KEY not in request.session:
        return None
    with transaction.atomic():
        row = Session.objects.select_for_update().filter(pk=request.session.session_key).first()
        data = row.get_decoded() if row else {}
        taken = data.pop(KEY, None)
        if row and taken:
            row.session_data = Session.objects.encode(data)
            row.save(update_fields=["session_data"])
    lost = request.session.pop(KEY)
    if taken is None:
        request.lost_to = Waiting(**lost).back  # type: ignore[attr-defined]  # the other request carries it out
    return _read(taken)


def carry_out(request: Request, waiting: Waiting, person: Person) -> HttpResponse:
    """Give the view what it was sent before, now from this person. What is gone meanwhile is said in a sentence."""
    adopt(request.session, person)
    try:
        again = _request_of(request, waiting, person)
        again.resolver_match = match = _view_for(waiting.path)
        refuse_when_off(again)
        answer: HttpResponse = match.func(again, *match.args, **match.kwargs)
    except Http404:  # Resolver404 is one, too
        messages.error(request, _("What you wanted to write to is no longer there."))
        return HttpResponseRedirect(reverse("home"))
    return answer


def _view_for(path: str) -> ResolverMatch:
    """The view that the path belongs to, if it takes what waited."""
    match = resolve(path)
    if not getattr(match.func, "takes_what_waited", False):
        raise Http404
    return match


def _request_of(request: Request, waiting: Waiting, person: Person) -> Request:
    """The kept POST as a request of this session, without anything of the request that brought the code."""
    again = copy.copy(request)
    fields = QueryDict(mutable=True)
    for name, value in waiting.fields:
        fields.appendlist(name, value)
    again.method = "POST"
    again.path = again.path_info = waiting.path
    again.META = {**request.META, "REQUEST_METHOD": "POST", "PATH_INFO": waiting.path, "QUERY_STRING": ""}
    again.GET = QueryDict()
    again.POST = fields  # type: ignore[assignment]  # Django's handlers set it, too
    again._files = MultiValueDict()  # type: ignore[attr-defined]  # noqa: SLF001 -- FILES has no setter
    again.user = person
    again.htmx = False  # type: ignore[assignment]  # the answer is a page of its own
    return again
