"""The one settings file. Everything that differs between machines is read from the environment.

README.md documents each variable; a test compares the two.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from platform_core import registry

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    return env(name, "1" if default else "0").lower() in {"1", "on", "true", "yes"}


# --- where we are -----------------------------------------------------------------------------
DATA_FOLDER = Path(env("BAUKASTEN_DATA", str(BASE_DIR / ".baukasten"))).absolute()
DOMAIN = env("BAUKASTEN_DOMAIN", "localhost").lower().rstrip(".")
PORT = int(env("PORT", "8000"))
IS_LOCAL = DOMAIN == "localhost" or DOMAIN.endswith(".localhost")
SCHEME = env("BAUKASTEN_SCHEME", "http" if IS_LOCAL else "https")
PUBLIC_PORT = int(env("BAUKASTEN_PUBLIC_PORT", str(PORT) if IS_LOCAL else {"http": "80"}.get(SCHEME, "443")))
MAILBOX = flag("BAUKASTEN_MAILBOX", default=IS_LOCAL)
DEBUG = False


def secret_key() -> str:
    """The signing key: from the environment, or made once and kept beside the data."""
    given = env("BAUKASTEN_SECRET_KEY")
    if given:
        return given
    file = DATA_FOLDER / "secret-key"
    if not file.exists():
        DATA_FOLDER.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            out.write(secrets.token_urlsafe(48))
    return file.read_text()


SECRET_KEY = secret_key()

# --- the kit ----------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.contenttypes",  # models only: no place has its tables, see deploy/decisions/0002
    "django.contrib.auth",  # hashers and backends; its tables are nowhere
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "django_hosts",
    "django_htmx",
    "platform_core.apps.PlatformCoreConfig",
    "platform_core.accounts",
    "platform_core.contributions",
    "platform_core.comments",
    "platform_core.files",
    "platform_core.geo",
    "platform_core.portal",
    "platform_core.desk",
    "platform_core.options",
    "platform_core.notify",
    "platform_core.moderation",
    "platform_core.inbox",
    "platform_core.legal",
    "platform_core.audit",
    "tenants",
    "theming",
    "provisioning",
    "provisioning.blueprints",
    "provisioning.wishes",
    "provisioning.orders",
    "provisioning.lifecycle",
    "provisioning.care",
    "provisioning.control_panel",
    "provisioning.api",
    *registry.packages(),
]
PLACE_DIRECTORY = "tenants.addresses.TenantDirectory"
LISTEN_FOR_CHANGES = True  # tests have one process and no listener

MIDDLEWARE = [
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "platform_core.web.middleware.HeadersMiddleware",
    "tenants.middleware.PlaceMiddleware",
    "platform_core.web.guard.CrossOriginMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "platform_core.web.middleware.LanguageMiddleware",
    "platform_core.web.pages.SharedPagesMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "provisioning.care.guard.CareMiddleware",
    "platform_core.audit.actor.ActingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "platform_core.legal.preparing.PreparingMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "platform_core.gate.GateMiddleware",
    "platform_core.web.limits.TooOftenMiddleware",
]

ALLOWED_HOSTS = ["*"]  # tenants.middleware matches each host exactly and answers 404 to all others
ROOT_URLCONF = "platform_core.urls.nowhere"
ROOT_HOSTCONF = "platform_core.hosts"
DEFAULT_HOST = "nowhere"
PARENT_HOST = DOMAIN
ASGI_APPLICATION = "platform_core.asgi.application"
APPEND_SLASH = True
USE_X_FORWARDED_HOST = False
TRUST_PROXY = flag("BAUKASTEN_TRUST_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUST_PROXY else None

# --- names of others --------------------------------------------------------------------------
#: The name servers that proofs of domains are read from, as ip or ip:port; empty: those of this machine.
DNS_SERVERS = [each for each in env("BAUKASTEN_DNS").replace(",", " ").split() if each]
TLS_ASK_OPEN = flag("BAUKASTEN_TLS_ASK_OPEN", default=False)
#: What the SPF record of a place's own mail domain must name, so that our server may send for it.
MAIL_SPF = env("BAUKASTEN_MAIL_SPF", f"include:{DOMAIN}")

# --- database ---------------------------------------------------------------------------------
EMBEDDED = not env("DATABASE_URL")


def database_from_url(url: str) -> dict[str, object]:
    """Host, port, name and user of a postgres:// address. The two login roles have one password each."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        message = f"DATABASE_URL is {parts.scheme}://… but must be postgresql://host:port/database"
        raise ValueError(message)
    return {
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "NAME": unquote(parts.path.strip("/")),
        "USER": "app",
        "PASSWORD": env("BAUKASTEN_APP_PASSWORD", unquote(parts.password or "")),
    }


def embedded_database() -> dict[str, object]:
    from tenants.postgres.embedded import Embedded  # the driver needs no Django

    socket = Embedded(DATA_FOLDER / "postgres").socket_folder
    return {"HOST": str(socket), "NAME": env("BAUKASTEN_DATABASE", "baukasten"), "USER": "app"}


POOL = {
    "min_size": int(env("BAUKASTEN_POOL_MIN", "2")),
    "max_size": int(env("BAUKASTEN_POOL_MAX", "10")),  # 0: no pool
    "timeout": 10,
    "max_lifetime": 900,  # a backend that has seen many schemas grows; see speed.md
}
LIKENESS = 0.5  # from here on a word of a title counts as the one that was meant, 0 to 1
DDL_PASSWORD = env("BAUKASTEN_DDL_PASSWORD")
DATABASES = {
    "default": {
        "ENGINE": "tenants.postgres",
        **(embedded_database() if EMBEDDED else database_from_url(env("DATABASE_URL"))),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "options": f"-c pg_trgm.word_similarity_threshold={LIKENESS}",
            **({"pool": POOL} if POOL["max_size"] else {}),
        },
    }
}
DATABASE_ROUTERS = ["platform_core.router.ScopeRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "KEY_FUNCTION": "platform_core.cache.scoped_key",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}
TASKS = {"default": {"BACKEND": "platform_core.jobs.backend.ProcrastinateBackend", "QUEUES": []}}

# --- people -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["platform_core.accounts.backend.PersonBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "platform_core.accounts.adapter.PlaceAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_SIGNUP_FORM_CLASS = "platform_core.accounts.forms.SignupNameForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # mail takes its time, and so do people
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SCHEME
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if TRUST_PROXY else 0

SECOND_FACTOR = flag("BAUKASTEN_SECOND_FACTOR", default=not IS_LOCAL)  # for everybody who enters the panel
MFA_ADAPTER = "platform_core.accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # clocks of phones

SECURE_COOKIES = SCHEME == "https"
_cookie_prefix = "__Host-" if SECURE_COOKIES else ""
SESSION_COOKIE_NAME = f"{_cookie_prefix}session"
SESSION_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
LANGUAGE_COOKIE_NAME = f"{_cookie_prefix}language"
LANGUAGE_COOKIE_SECURE = SECURE_COOKIES
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
THEME_COOKIE_NAME = f"{_cookie_prefix}theme"
MY_PLACE_COOKIE_NAME = f"{_cookie_prefix}my-place"  # on a region's portal: where the visitor lives
CSRF_COOKIE_NAME = f"{_cookie_prefix}csrf"  # not used: the cross-origin guard stands in its place
CSRF_COOKIE_SECURE = SECURE_COOKIES
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"

# --- headers ----------------------------------------------------------------------------------
SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_COOKIES else 0
SILENCED_SYSTEM_CHECKS = [
    "security.W003",  # no CsrfViewMiddleware: CrossOriginMiddleware is stricter, see deploy/decisions/0003
]

# --- mail -------------------------------------------------------------------------------------


def mailer() -> dict[str, object]:
    """The mailbox page in development, else the SMTP server of BAUKASTEN_SMTP_URL."""
    url = env("BAUKASTEN_SMTP_URL")
    if not url:
        return {"BACKEND": "platform_core.web.mailbox.MailboxBackend"}
    parts = urlsplit(url)
    options = {
        "host": parts.hostname,
        "port": parts.port or 587,
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp+tls",
        "use_ssl": parts.scheme == "smtps",
        "timeout": 20,
    }
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


MAILERS = {"default": mailer()}

# --- language and time ------------------------------------------------------------------------
USE_I18N = True
USE_TZ = True
LANGUAGE_CODE = "de"
FORMAT_MODULE_PATH = "platform_core.formats"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "platform_core" / "locale"]
TIME_ZONE = "Europe/Berlin"

# --- templates, files -------------------------------------------------------------------------
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "theming" / "templates"],  # before allauth's own
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "theming.context.face",
            ],
        },
    }
]
FORM_RENDERER = "theming.forms.Renderer"
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
MEDIA_ROOT = DATA_FOLDER / "files"
STORAGES = {
    "default": {"BACKEND": "platform_core.files.storage.PlaceStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
TILES_FROM = (
    "https://sgx.geodatenzentrum.de/wmts_basemapde/tile/1.0.0/de_basemapde_web_raster_farbe"
    "/default/GLOBAL_WEBMERCATOR/{z}/{y}/{x}.png"
)
TILES_URL = "" if env("BAUKASTEN_TILES_URL").lower() == "off" else env("BAUKASTEN_TILES_URL", TILES_FROM)
TILES_CREDIT = env("BAUKASTEN_TILES_CREDIT", "© basemap.de / BKG (CC BY 4.0)")
TILES_ROOM = int(env("BAUKASTEN_TILES_ROOM_MB", "1000")) * 1_000_000
GEOCODER_URL = env("BAUKASTEN_GEOCODER_URL")
PLACE_QUOTA = int(env("BAUKASTEN_PLACE_QUOTA_MB", "2000")) * 1_000_000
#: How long backups keep what was erased; the certificate of an erasure says so.
BACKUP_DAYS = int(env("BAUKASTEN_BACKUP_DAYS", "30"))
#: How long the export of a module that was removed is kept, in days.
MODULE_EXPORT_DAYS = int(env("BAUKASTEN_MODULE_EXPORT_DAYS", "30"))
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300
LIMITS = True  # platform_core.web.limits counts acts; tests switch it off

# --- logs -------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env("BAUKASTEN_LOG_LEVEL", "WARNING")},
}
