"""django-tenants as its manual sets it up, with our models as the tenant's apps."""

import os

os.environ.pop("BAUKASTEN_EXTRA_MODULES", None)  # of the test run

SECRET_KEY = "only-for-the-bench"
DATABASES = {
    "default": {
        "ENGINE": "django_tenants.postgresql_backend",
        "HOST": os.environ["PLAIN_SOCKET"],
        "NAME": os.environ["PLAIN_DATABASE"],
        "USER": "app_ddl",
    }
}
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
TENANT_MODEL = "plain.Client"
TENANT_DOMAIN_MODEL = "plain.Domain"
SHARED_APPS = [
    "django_tenants",
    "tests.bench.plain",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "platform_core.portal",
]
TENANT_APPS = [
    "django.contrib.sessions",
    "allauth.account",
    "allauth.mfa",
    "platform_core.accounts",
    "platform_core.contributions",
    "platform_core.comments",
    "platform_core.files",
    "platform_core.options",
    "platform_core.moderation",
    "platform_core.notify",
    "platform_core.audit",
    *(f"modules.{name}" for name in os.environ["PLAIN_MODULES"].split(",")),
]
SHARED_APPS += ["modules.region"]  # its manifest is read whenever ours are
INSTALLED_APPS = [*SHARED_APPS, *TENANT_APPS, "django.contrib.postgres", "allauth"]
EXTRA_SEARCH_PATHS = ["ext"]
MIGRATION_MODULES = {"plain": None}
AUTH_USER_MODEL = "accounts.Person"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]
