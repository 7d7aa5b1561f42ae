"""The second factor: what is kept of it is encrypted, and it is called by the platform's name."""

from __future__ import annotations

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from platform_core.web.sender import sender


def _box() -> Fernet:
    """A key of its own, derived from the platform's secret key."""
    digest = hashlib.sha256(b"baukasten second factor" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no complete types
    """Secrets of authenticator apps lie encrypted in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "This code is not right, or it has just changed. Please type the one that your app shows now."
        ),
    }

    def get_totp_issuer(self) -> str:
        """The name that the app on the phone shows."""
        return sender().name

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()
