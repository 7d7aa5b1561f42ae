"""The public schema: who exists, where, with what. No row here points into a place's schema."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from platform_core.keys import uuid7
from platform_core.place import Font, Mode, PlaceKind, PlaceState, Radius
from tenants.names import new_schema_name

SLUG = RegexValidator(
    re.compile(r"^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\Z"),
    _("Use lower-case letters, digits and hyphens, for example weslarn."),
)
COLOUR = RegexValidator(re.compile(r"^#[0-9a-f]{6}\Z"), _("Write a colour as #rrggbb, for example #1f6b4a."))
#: A picture of a place's face: a random name and its size, for example 9f…-1600x900; see theming/pictures.py.
PICTURE = RegexValidator(re.compile(r"^[0-9a-f]{32}-[0-9]{1,4}x[0-9]{1,4}\Z"), "This is no name of a picture.")
#: Names below the platform's domain that no place may have.
RESERVED_LABELS = frozenset({"www", "panel", "api", "mail", "static", "nowhere", "admin", "ns", "status"})


class Proven(models.Model):
    """A name of somebody's own, with the proof that it is theirs: a TXT record that is asked for again every day."""

    token = models.CharField(max_length=64, blank=True, default="", editable=False)
    verified_at = models.DateTimeField(null=True, blank=True, editable=False)
    checked_at = models.DateTimeField(null=True, blank=True, editable=False)
    #: Since when the proof could not be found; in quarantine the name serves nobody.
    failing_since = models.DateTimeField(null=True, blank=True, editable=False)
    quarantined_at = models.DateTimeField(null=True, blank=True, editable=False)
    problem = models.CharField(max_length=300, blank=True, default="", editable=False)

    class Meta:
        abstract = True

    @property
    def is_proven(self) -> bool:
        """Whether the name may be used."""
        return self.verified_at is not None and self.quarantined_at is None


class Agency(models.Model):
    """The regional body that owns and provisions places; `region` is the name of its group of places."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.CharField(max_length=63, unique=True, validators=[SLUG])
    name = models.CharField(max_length=160)
    region = models.CharField(max_length=120)

    class Meta:
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name


class BaseDomain(Proven):
    """The name below which an agency's places have an address each: weslarn.digitale-modellorte.de."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.OneToOneField(Agency, on_delete=models.CASCADE, related_name="base_domain")
    host = models.CharField(max_length=253, unique=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=models.Q(host__regex=r"^[a-z0-9.-]+$"), name="base_domain_host_normal"),
        )

    def __str__(self) -> str:
        return self.host


class ResponsibleBody(models.Model):
    """Who answers for places in law: a municipality, a Kreis, an Amt, a company, an association."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="bodies")
    key = models.CharField(max_length=63, validators=[SLUG])
    name = models.CharField(max_length=160)
    legal_form = models.CharField(max_length=120, blank=True)
    street = models.CharField(max_length=120, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)
    city = models.CharField(max_length=120, blank=True)
    representative = models.CharField(max_length=160, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    data_protection_officer = models.CharField(max_length=200, blank=True)
    supervisory_authority = models.CharField(max_length=200, blank=True)
    land = models.CharField(max_length=2, blank=True)

    class Meta:
        verbose_name_plural = "responsible bodies"
        constraints = (models.UniqueConstraint(fields=("agency", "key"), name="body_key_once"),)

    def __str__(self) -> str:
        return self.name


class Tenant(models.Model):
    """One place: its facts, its face, its state. `schema_name` is also its database role."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    schema_name = models.CharField(max_length=12, unique=True, default=new_schema_name, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="tenants")
    body = models.ForeignKey(ResponsibleBody, on_delete=models.PROTECT, related_name="tenants")
    slug = models.CharField(max_length=63, unique=True, validators=[SLUG])
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in PlaceKind])
    subtitle = models.CharField(max_length=120, blank=True)
    claim = models.CharField(max_length=160, blank=True)
    state = models.CharField(
        max_length=16, choices=[(state.value, state.value) for state in PlaceState], default=PlaceState.PROVISIONING
    )
    state_note = models.CharField(max_length=300, blank=True)
    state_since = models.DateTimeField(default=timezone.now, editable=False)
    zone = models.CharField(max_length=64, default="Europe/Berlin")
    language = models.CharField(max_length=8, default="de")
    accent = models.CharField(max_length=7, default="#1d3f7a", validators=[COLOUR])
    second = models.CharField(max_length=7, default="#c58a12", validators=[COLOUR])
    emblem = models.CharField(max_length=20, default="grid")
    landscape = models.CharField(max_length=20, default="hills")
    radius = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Radius], default=Radius.SOFT)
    font = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Font], default=Font.FIRA)
    mode = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Mode], default=Mode.AUTO)
    hero = models.CharField(max_length=48, blank=True, default="", validators=[PICTURE])
    hero_alt = models.CharField(max_length=200, blank=True, default="")
    logo = models.CharField(max_length=48, blank=True, default="", validators=[PICTURE])
    #: Columns of the face that the place's own people changed; `apply` leaves them alone.
    own_face = models.JSONField(default=list, blank=True, editable=False)
    ags = models.CharField(max_length=8, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    schema_version = models.CharField(max_length=64, blank=True, editable=False)
    #: Why the newest migrations could not be applied here; until they are, the place shows maintenance.
    schema_problem = models.TextField(blank=True, default="", editable=False)
    #: A mail address of the place's own; used only while its domain allows us to send (`sender_proven_at`).
    sender_address = models.EmailField(blank=True, default="")
    sender_selector = models.CharField(max_length=63, blank=True, default="")
    sender_proven_at = models.DateTimeField(null=True, blank=True, editable=False)
    sender_checked_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(schema_name__regex=r"^t_[a-z2-7]{10}$"), name="tenant_schema_name_opaque"
            ),
            models.CheckConstraint(condition=models.Q(state__in=[s.value for s in PlaceState]), name="tenant_state"),
            models.CheckConstraint(condition=models.Q(kind__in=[k.value for k in PlaceKind]), name="tenant_kind"),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.slug in RESERVED_LABELS:
            raise ValidationError({"slug": _("This name belongs to the platform itself. Choose another.")})

    @property
    def default_host(self) -> str:
        """The address every place has below the platform's own domain."""
        return f"{self.slug}.{settings.DOMAIN}"


class DomainKind(models.TextChoices):
    """Where a host name comes from; only what belongs to somebody else has to be proved."""

    PLATFORM = "platform", _("given by the platform")
    FORMER = "former", _("former address, leads to the new one")
    AGENCY = "agency", _("below the domain of the agency")
    OWN = "own", _("own domain")


class Domain(Proven):
    """One host name of a place, lower case and in its IDNA form.

    Exactly one is the primary address; `is_default` marks names below the platform's own domain.
    An own domain serves only while it `is_proven`, one of the agency's while the agency's base domain is.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="domains")
    host = models.CharField(max_length=253, unique=True)
    is_primary = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False)
    kind = models.CharField(max_length=8, choices=DomainKind, default=DomainKind.PLATFORM)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("tenant",), condition=models.Q(is_primary=True), name="domain_one_primary"),
            models.CheckConstraint(condition=models.Q(host__regex=r"^[a-z0-9.-]+$"), name="domain_host_normal"),
        )

    def __str__(self) -> str:
        return self.host

    def save(self, *args: Any, **kwargs: Any) -> None:
        from tenants.addresses import normal_host

        self.host = normal_host(self.host) or self.host
        super().save(*args, **kwargs)

    @property
    def serves(self) -> bool:
        """Whether visitors are let in under this name."""
        if self.kind in {DomainKind.OWN, DomainKind.AGENCY}:
            return self.is_proven
        return self.quarantined_at is None


class ModuleState(models.TextChoices):
    """A module of a place is on, or parked: off, with its tables and data kept. Absent ones have no row."""

    ON = "on", _("on")
    PARKED = "parked", _("parked")


class InstalledModule(models.Model):
    """One module whose tables are in a place's schema."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="installed_modules")
    name = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=ModuleState, default=ModuleState.ON)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("tenant", "name"), name="installed_module_once"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"


class Staff(models.Model):
    """Somebody of the public schema who works for the platform: an operator, or a member of an agency."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, null=True, blank=True, related_name="staff")

    class Meta:
        verbose_name_plural = "staff"
        constraints = (models.UniqueConstraint(fields=("person", "agency"), nulls_distinct=False, name="staff_once"),)

    def __str__(self) -> str:
        return f"staff {self.person_id}"

    @property
    def is_operator(self) -> bool:
        return self.agency_id is None
