"""allauth in a place: names, addresses and mails come from the scope, never from a global site."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platform_core.accounts.proof import owns_address
from platform_core.files.holding import adopt
from platform_core.jobs.mail import queue_mail
from platform_core.scope import current
from platform_core.web import waiting
from platform_core.web.limits import limit
from platform_core.web.sender import sender

if TYPE_CHECKING:
    from platform_core.web.request import Request


#: Seconds after which somebody who looks after many places signs in anew.
PANEL_SESSION = 12 * 60 * 60
#: How long setting up a second factor takes, codes for emergencies included.
SETTING_UP = timedelta(minutes=10)


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
        opens = user.is_guest and not getattr(request, "proves_address", False)
        if opens:
            user.open_account()
        claimed = waiting.claim(request)  # before the session gets its new key
        super().login(request, user)
        request.session.set_expiry(None if request.place else PANEL_SESSION)  # a stranger's session is short
        adopt(request.session, user)
        if claimed:
            waiting.put(request, claimed)
        if opens:
            welcome(user)

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

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Whoever has no second factor yet, or only just, comes from signing in and is not asked again."""
        if app == "allauth.mfa":
            settled = timezone.now() - SETTING_UP
            if not Authenticator.objects.filter(user=self.request.user, created_at__lt=settled).exists():
                return False
        return bool(super().is_reauthentication_required(app=app))

    def confirm_email(self, request: Request, email_address: Any) -> bool:
        """The address is proved: whoever is new here is welcomed."""
        confirmed = bool(super().confirm_email(request, email_address))
        if confirmed:
            welcome(email_address.user)
        return confirmed

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Render in the place's words and hand over to the job queue, in the same transaction.

        Raises TooOften for the same address again and again, whether somebody here has it or not.
        """
        limit(self.request, "code", typed=email)
        who = sender()
        words = {**context, "email": email, "sender": who, "place": self.request.place}
        if words.get("signup_url"):  # allauth makes it from the Host header
            words["signup_url"] = who.url.rstrip("/") + urlsplit(words["signup_url"]).path
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", words).split())
        body = render_to_string(f"{template_prefix}_message.txt", words).strip() + "\n"
        html = render_to_string(f"{template_prefix}_message.html", {**words, "subject": subject}).strip()
        queue_mail(to=email, subject=subject, text=body, html=html)

    def is_safe_url(self, url: str | None) -> bool:
        """Only paths of this host: `//elsewhere` and full addresses are refused."""
        return url is not None and url.startswith("/") and not url.startswith(("//", "/\\"))


def welcome(user: Any) -> None:
    """Greet a new resident; operators and agency staff know where they are."""
    if current().place is not None:
        from platform_core.notify.letters import greet

        greet(user)
