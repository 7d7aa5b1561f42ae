"""`baukasten doctor`: a broken set-up is named with the way to mend it, a fine one is called fine."""

from __future__ import annotations

import os
import subprocess
import sys

import psycopg
import pytest
from django.conf import settings as real

from tests.commands.conftest import baukasten
from tests.support.database import server


def doctor(**environment: str) -> subprocess.CompletedProcess[str]:
    """The real program on the test database, as on somebody's machine."""
    fine = {
        "DJANGO_SETTINGS_MODULE": "platform_core.settings",
        "BAUKASTEN_DOMAIN": "localhost",
        "BAUKASTEN_SCHEME": "http",
        "BAUKASTEN_MAILBOX": "",
        "BAUKASTEN_DATABASE": str(real.DATABASES["default"]["NAME"]),
    }
    return subprocess.run(
        [sys.executable, "-m", "platform_core", "doctor"],
        cwd=real.BASE_DIR,
        env={**os.environ, **fine, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_fine_set_up_is_in_order(places):
    done = doctor()

    assert (done.returncode, done.stdout) == (0, "✓ Everything is in order.\n")


def test_a_database_that_is_not_there_is_named_with_the_way_to_make_it(places):
    # the settings of the tests have no pool, which would ask for ten seconds
    done = doctor(DJANGO_SETTINGS_MODULE="tests.settings", BAUKASTEN_TEST_DATABASE="nirgends")

    assert done.returncode == 1
    assert "✗ The database does not answer as it should: " in done.stdout
    assert "→ Run: baukasten database prepare --admin-url postgresql://" in done.stdout
    assert "[baukasten.E003]" in done.stdout


@pytest.fixture
def public(settings):
    """A platform on the internet, with all that it needs."""
    settings.IS_LOCAL, settings.SCHEME, settings.MAILBOX = False, "https", False
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend"}}
    return settings


def test_a_public_platform_with_all_it_needs_is_in_order(places, public):
    assert baukasten("doctor") == "✓ Everything is in order.\n"


def test_a_public_mailbox_must_be_mended(places, public):
    public.MAILBOX = True

    said = failing_doctor()

    assert "✗ Everybody can read all mails at /postfach/." in said
    assert "→ Unset BAUKASTEN_MAILBOX" in said


def test_mails_that_reach_nobody_are_a_warning(places, public):
    public.MAILERS = {"default": {"BACKEND": "platform_core.web.mailbox.MailboxBackend"}}

    assert "! No mail server: sign-in codes reach nobody.\n  → Set BAUKASTEN_SMTP_URL" in baukasten("doctor")


def test_sessions_in_clear_text_are_a_warning(places, public):
    public.SCHEME = "http"

    assert "sessions travel in clear text.\n  → Put a proxy with TLS in front" in baukasten("doctor")


def test_a_directory_that_cannot_be_imported_must_be_mended(places, public):
    public.PLACE_DIRECTORY = "tenants.nowhere.Directory"

    assert "→ Set it to tenants.addresses.TenantDirectory." in failing_doctor()


def test_a_right_that_everybody_has_is_found(places, public):
    grant = "ON FUNCTION pg_catalog.set_config(text, text, boolean)"
    with psycopg.connect(server().dsn("postgres", real.DATABASES["default"]["NAME"]), autocommit=True) as admin:
        admin.execute(f"GRANT EXECUTE {grant} TO PUBLIC")
        try:
            said = baukasten("doctor")
        finally:
            admin.execute(f"REVOKE EXECUTE {grant} FROM PUBLIC")

    assert "! Every database role may call set_config()" in said
    assert "(needs a superuser)" in said


def failing_doctor() -> str:
    """What the doctor says when it ends with 1."""
    import io
    from contextlib import redirect_stdout

    from django.core.management import call_command

    from platform_core.scope import platform_scope

    out = io.StringIO()
    with redirect_stdout(out), platform_scope(), pytest.raises(SystemExit) as ending:
        call_command("doctor", stdout=out)
    assert ending.value.code == 1
    return out.getvalue()
