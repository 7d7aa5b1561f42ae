"""People. Every act hangs on a Person: a guest with a confirmed address, or somebody with an account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from platform_core import registry
from platform_core.accounts.roles import VOICE_OF_ROLE, Role, Voice
from platform_core.keys import uuid7

if TYPE_CHECKING:
    from collections.abc import Iterable


class PersonManager(BaseUserManager["Person"]):
    def create_person(self, *, email: str, name: str, password: str | None = None, account: bool = True) -> Person:
        """A new person; without a password they sign in by mail code. `account=False` makes a guest."""
        person = self.model(email=email.strip().lower(), name=name.strip())
        person.set_password(password)
        person.account_since = timezone.now() if account else None
        person.save()
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser):
    """The user model. Local people live in their place's schema, operators and agency staff in public.

    `account_since` is empty for guests; setting it is all that makes a guest an account holder.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("E-mail address"), max_length=254, unique=True)
    name = models.CharField(_("Name"), max_length=80)
    about = models.CharField(_("About you"), max_length=300, blank=True)
    account_since = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = PersonManager()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(email=Lower("email")), name="person_email_lower"),)

    def __str__(self) -> str:
        return self.public_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)

    @property
    def public_name(self) -> str:
        """The name others see; never the address."""
        return self.name or str(_("Resident without a name"))

    @property
    def is_guest(self) -> bool:
        return self.account_since is None

    def open_account(self) -> None:
        """Turn a guest into an account holder; changes nothing for somebody who has an account."""
        if self.is_guest:
            self.account_since = timezone.now()
            self.save(update_fields=["account_since"])

    def confirm_address(self) -> None:
        """Note that the person proved to read mail at their address; sign-in by code then asks no second time."""
        from allauth.account.models import EmailAddress

        EmailAddress.objects.update_or_create(
            email=self.email, defaults={"user": self, "verified": True, "primary": True}
        )

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles held here, asked once per person object. What came from outside holds only for who came that way."""
        held = {Role(held.role) for held in self.held_roles.all() if held.care is None}
        return frozenset(held | {Role.RESIDENT})

    @property
    def voice(self) -> Voice:
        return next((voice for role, voice in VOICE_OF_ROLE if role in self.roles), Voice.RESIDENT)

    @property
    def role_labels(self) -> list[str]:
        return [str(role.label) for role in Role if role in self.roles]

    def may(self, permission: str) -> bool:
        """Whether one of the person's roles holds a module's permission. An admin holds all."""
        if Role.ADMIN in self.roles:
            return True
        return bool(registry.permission_roles(permission) & self.roles)

    def grant(self, roles: Iterable[Role]) -> None:
        """Hold these roles too."""
        for role in roles:
            self.held_roles.update_or_create(role=role, defaults={"care": None})
        self.__dict__.pop("roles", None)


class HeldRole(models.Model):
    """One role of one person in this place.

    `care` is empty for roles that the place itself gave. With a key the role belongs to somebody who looks after
    several places: it counts only while they are here by a handover, and goes when their task ends.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="held_roles", db_index=False)
    role = models.CharField(max_length=20, choices=Role)
    care = models.UUIDField(null=True, editable=False)
    since = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "role"), name="role_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_known"),
        )

    def __str__(self) -> str:
        return f"{self.role} of {self.person_id}"
