"""From writing to being known: saying who one is, typing the code, and what was written is carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.internal.stagekit import clear_login
from allauth.account.views import ConfirmLoginCodeView
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from platform_core.accounts.forms import IdentityForm
from platform_core.accounts.models import Person
from platform_core.accounts.options import guests_write
from platform_core.accounts.proof import AddressProof
from platform_core.web import waiting
from platform_core.web.signin import person_of, signed_in

if TYPE_CHECKING:
    from django.http import HttpResponse

    from platform_core.web.request import Request


class ConfirmCode(ConfirmLoginCodeView):  # type: ignore[misc]  # allauth ships no complete types
    """The page where the code is typed; whoever wrote something comes back to it when the code fails."""

    def dispatch(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        gone = response.status_code == 302 and not request.user.is_authenticated
        if gone and getattr(self, "_process", None) is None and waiting.waiting_of(request):
            messages.info(request, _("The code has expired. We keep what you wrote; please have a new code sent."))
            return HttpResponseRedirect(reverse("prove"))
        return response

    @property
    def is_proof(self) -> bool:
        return bool(self._process.state.get("is_proof"))

    def get_template_names(self) -> list[str]:
        return ["accounts/proof_code.html"] if self.is_proof else super().get_template_names()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = {"waiting": waiting.waiting_of(self.request), "cancel_url": reverse("prove")} if self.is_proof else {}
        return {**super().get_context_data(**kwargs), **more}

    def form_valid(self, form: Any) -> HttpResponse:
        if self.is_proof:
            self._process = AddressProof(self.stage)
        response: HttpResponse = super().form_valid(form)
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        """A wrong code is said at the field (422); after the third one a new code is needed."""
        is_proof = self.is_proof
        response: HttpResponse = super().form_invalid(form)
        if is_proof and response.status_code == 302:
            return HttpResponseRedirect(reverse("prove"))
        return response


@never_cache
@require_http_methods(["GET", "POST"])
def prove(request: Request) -> HttpResponse:
    """One step between writing and being read: who are you? For somebody known: shall it be sent in your name?"""
    kept = waiting.waiting_of(request)
    if kept is None:
        return redirect("me" if request.user.is_authenticated else "account_login")
    if isinstance(request.user, Person):
        return _send_as(request, kept, request.user)
    if not guests_write():
        return redirect("account_login")
    if "password" in request.POST:
        clear_login(request)  # else allauth leads back to the page for the code
        return redirect("account_login")
    given = {"guest_name": kept.name, "guest_email": kept.email}
    form = IdentityForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        return waiting.prove(request, kept, form)
    context = {"form": form, "waiting": kept}
    return render(request, "accounts/prove.html", context, status=422 if form.errors else 200)


def _send_as(request: Request, kept: waiting.Waiting, person: Person) -> HttpResponse:
    needs_account = person.is_guest and not guests_write()
    if request.method == "GET":
        return render(request, "accounts/send_as.html", {"waiting": kept, "needs_account": needs_account})
    claimed = waiting.claim(request)
    if claimed is None or "discard" in request.POST:
        return redirect(kept.back)
    if needs_account:
        person.open_account()
    return waiting.carry_out(request, claimed, person)


@require_POST
@signed_in
def open_account(request: Request) -> HttpResponse:
    """A guest becomes an account holder; the address is proven already."""
    person_of(request).open_account()
    messages.success(request, _("You have an account now."))
    return redirect("me")
