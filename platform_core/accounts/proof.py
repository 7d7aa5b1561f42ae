"""Proving an address by mail code, with or without an account: the same mail and the same work for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import EmailAddress, Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from django.db import IntegrityError, transaction

from platform_core.accounts.models import Person

if TYPE_CHECKING:
    from django.http import HttpResponse

    from platform_core.web.request import Request


class AddressProof(LoginCodeVerificationProcess):  # type: ignore[misc]  # allauth ships no complete types
    """allauth's sign-in code. Who has no account becomes a guest, but only when the code is right."""

    @classmethod
    def begin(cls, request: Request, email: str) -> None:
        """Send a code to this address and remember in the session what it is for."""
        person = person_with(email)
        login = Login(user=person, email=email)
        login.state["stages"] = {"current": LoginByCodeStage.key}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(cls.initial_state(user=person, email=email))
        stage.state.update(initiated_by_user=True, is_proof=True)
        process = cls(stage)
        process.send()
        process.persist()

    def send_by_email(self, email: str, skip_enumeration_mails: bool = False) -> None:
        context = {"request": self.request, "code": self.generate_code()}
        get_adapter().send_mail("account/email/proof_code", email, context)

    def finish(self, redirect_url: str | None) -> HttpResponse:
        """The code is right: whoever typed it reads mail at this address."""
        from platform_core.web.waiting import waiting_of

        waiting = waiting_of(self.request)
        self.request.proves_address = True  # the adapter opens no account then
        self._user = proven(self.state["email"], waiting.name if waiting else "")
        answer: HttpResponse = super().finish(redirect_url)
        return answer


def person_with(email: str) -> Person | None:
    """Whoever signs in with this address here. An address that was only claimed and never proven counts for nobody."""
    proven_one = EmailAddress.objects.filter(email=email, verified=True).select_related("user").first()
    owner: Person | None = proven_one.user if proven_one else Person.objects.filter(email=email).first()
    return owner


def owns_address(person: Person, email: str) -> bool:
    """Whether this is one of the person's addresses."""
    return person.email == email or bool(EmailAddress.objects.filter(user=person, email=email, verified=True).exists())


@transaction.atomic
def proven(email: str, name: str) -> Person:
    """The person who reads mail at this address; a new guest when nobody has it.

    A password that somebody set before the address was ever proven is dropped: it need not be theirs.
    """
    person = person_with(email) or _guest(email, name)
    if not EmailAddress.objects.filter(user=person, verified=True).exists():
        person.set_unusable_password()
        person.save(update_fields=["password"])
        person.confirm_address()
    return person


def _guest(email: str, name: str) -> Person:
    """A new guest, or the one that a second click has made at the same moment."""
    try:
        with transaction.atomic():
            return Person.objects.create_person(email=email, name=name, account=False)
    except IntegrityError:
        return Person.objects.get(email=email)
