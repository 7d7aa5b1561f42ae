"""allauth in a place: names, addresses and mails come from the scope, never from a global site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platform_core.accounts.proof import owns_address
from platform_core.jobs.mail import queue_mail
from platform_core.web import waiting
from platform_core.web.sender import sender

if TYPE_CHECKING:
    from platform_core.web.request import Request


class PlaceAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no complete types
    """The doors of one place or of the platform."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("This code is not right. Please compare it with the mail, or ask for a new one."),
        "invalid_login": _("Address and password do not fit together. You can also sign in by mail code."),
        "email_password_mismatch": _("Address and password do not fit together. You can also sign in by mail code."),
        "too_many_login_attempts": _("That was tried too often. Please wait a few minutes, or sign in by mail code."),
        "rate_limited": _("That was too often in a short time. Please wait a few minutes."),
    }

    def is_open_for_signup(self, request: Request) -> bool:
        """Residents sign up in their place; operators and agency staff are invited."""
        return request.place is not None

    def save_user(self, request: Request, user: Any, form: Any, commit: bool = True) -> Any:
        data = form.cleaned_data
        user.name = data["name"].strip()
        user.email = data["email"]
        user.set_password(data.get("password1") or None)
        user.account_since = timezone.now()
        user.save()
        return user

    def login(self, request: Request, user: Any) -> None:
        """Who signs in has an account from then on; who only proved an address to write stays a guest."""
        if not getattr(request, "proves_address", False):
            user.open_account()
        claimed = waiting.claim(request)  # before the session gets its new key
        super().login(request, user)
        if claimed:
            request.session.set_expiry(None)
            waiting.put(request, claimed)

    def post_login(self, request: Request, user: Any, **kwargs: Any) -> HttpResponse:
        """Signed in: what was written before is carried out, and its answer is the answer."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        kept = waiting.waiting_of(request)
        if kept is None:
            return HttpResponseRedirect(request.lost_to) if hasattr(request, "lost_to") else response
        if (kept.email and not owns_address(user, kept.email)) or not waiting.may_write(request):
            return HttpResponseRedirect(reverse("prove"))  # somebody else's, perhaps: they are asked
        waiting.drop(request)
        return waiting.carry_out(request, kept, user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Render in the place's words and hand over to the job queue, in the same transaction."""
        words = {**context, "email": email, "sender": sender(), "place": self.request.place}
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", words).split())
        body = render_to_string(f"{template_prefix}_message.txt", words).strip() + "\n"
        queue_mail(to=email, subject=subject, text=body)

    def is_safe_url(self, url: str | None) -> bool:
        """Only paths of this host: `//elsewhere` and full addresses are refused."""
        return url is not None and url.startswith("/") and not url.startswith(("//", "/\\"))
