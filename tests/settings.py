"""Settings of the test run: its own database, one process, https, and the toy module beside the real ones.

Each worker of pytest-xdist has a folder of its own below that of the run, and in it a PostgreSQL, files and mails.
"""

import os
import secrets
from pathlib import Path

FOLDER = Path(os.environ.get("BAUKASTEN_TEST_DATA", Path(__file__).resolve().parent.parent / ".baukasten" / "test"))
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
DATABASE = f"test_{secrets.token_hex(4)}"

os.environ.update(
    BAUKASTEN_DATA=str(FOLDER / WORKER),
    BAUKASTEN_DOMAIN="bk.test",
    BAUKASTEN_SCHEME="https",
    BAUKASTEN_PUBLIC_PORT="443",
    BAUKASTEN_MAILBOX="1",
    BAUKASTEN_SECRET_KEY="only-for-tests",
    BAUKASTEN_TILES_URL="off",  # tests of maps bring a service of their own
    BAUKASTEN_GEOCODER_URL="",
    BAUKASTEN_DATABASE=os.environ.get("BAUKASTEN_TEST_DATABASE", DATABASE),
    BAUKASTEN_EXTRA_MODULES="tests.toys.toy",
)
os.environ.pop("DATABASE_URL", None)

from platform_core.settings import *  # noqa: F403  # the environment above is read there

DATABASES["default"]["OPTIONS"].pop("pool", None)  # type: ignore[name-defined]  # noqa: F405  # the pool has tests of its own
LISTEN_FOR_CHANGES = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "platform_core.files.storage.PlaceStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]  # type: ignore[name-defined]  # noqa: F405
ACCOUNT_RATE_LIMITS = False  # one test switches them on again
LIMITS = False  # they have tests of their own, which switch them on
SECOND_FACTOR = False  # it has tests of its own, which switch it on
