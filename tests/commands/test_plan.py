"""`baukasten plan`: what applying a file would change, and nothing of it done."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from platform_core.scope import place_scope, platform_scope
from provisioning.care.models import Invitation
from provisioning.management.commands import plan as command
from tenants.face import change_face
from tenants.models import Agency, Tenant
from tests.commands.conftest import place_named
from tests.commands.regions import REGION, write_region
from tests.contract.conftest import rows_of


def planned(file) -> tuple[int, str]:
    """Exit code and output."""
    out = io.StringIO()
    with platform_scope():
        try:
            call_command("plan", str(file), stdout=out)
        except SystemExit as ended:
            return int(ended.code), out.getvalue()
    return 0, out.getvalue()


def test_a_new_region_is_shown_and_not_made(run, region):
    before = rows_of("public")

    code, said = planned(region)

    assert code == command.CHANGES
    assert "+ Place Pdorf: pdorf.bk.test\n+   blueprint village, modules: Ideas\n" in said
    assert "as ordered. Nothing has been done yet." in said
    assert rows_of("public") == before


def test_what_was_applied_needs_no_plan(run, region):
    run("apply", str(region))

    code, said = planned(region)

    assert code == 0
    assert "0 to make, 0 to change" in said


def test_it_says_what_differs_and_applying_does_just_that(run, region, tmp_path):
    run("apply", str(region))
    changed = REGION.replace('modules = ["ideas"]', 'modules = ["ideas", "news"]').replace("#1f6b4a", "#9b2f2a")
    file = write_region(tmp_path, changed.replace('name = "Pdorf"', 'name = "Pdorf am Teich"'))

    code, said = planned(file)

    assert code == command.CHANGES
    assert "~ Place Pdorf am Teich\n~   name: Pdorf → Pdorf am Teich\n~   accent: #1f6b4a → #9b2f2a\n" in said
    assert "~   modules: + News\n" in said
    assert "1 to change" in said
    run("apply", str(file))
    assert planned(file)[0] == 0


def test_what_a_place_changed_itself_is_no_change_of_the_plan(run, region):
    run("apply", str(region))
    with place_scope(place_named("pdorf")):
        change_face({"accent": "#9b2f2a"})

    code, said = planned(region)

    assert code == 0
    assert "kept as its people set it on /verwalten/gesicht/: accent" in said


def test_modules_that_were_not_ordered_stay(run, region):
    run("apply", str(region))
    run("modules", "pdorf", "--on", "news")

    assert "not in the order, stays on: News" in planned(region)[1]
    assert planned(region)[0] == 0


def test_a_changed_body_or_agency_is_shown(run, region, tmp_path):
    run("apply", str(region))
    with platform_scope():
        name = Agency.objects.get(slug="pagentur").name

    said = planned(write_region(tmp_path, REGION.replace(f'name = "{name}"', 'name = "Andere Agentur"')))[1]

    assert f"~ Agency Andere Agentur\n~   name: {name} → Andere Agentur" in said


def test_admins_are_invited_until_they_are_there(run, tmp_path):
    admins = 'admins = [{ email = "Clara@pdorf.example", name = "Clara Probe" }]\ncontent'
    file = write_region(tmp_path, REGION.replace("content", admins, 1))
    assert "invitation to clara@pdorf.example" in planned(file)[1].lower()
    run("apply", str(file))
    assert planned(file)[0] == 0

    with platform_scope():
        Invitation.objects.update(expires_at=timezone.now())
    code, said = planned(file)

    assert code == command.CHANGES
    assert "~ Place Pdorf\n~   invitation to Clara@pdorf.example\n" in said
    run("apply", str(file))
    assert planned(file)[0] == 0


def test_a_mistake_is_named(run, tmp_path):
    with pytest.raises(CommandError, match="is no valid TOML"):
        run("plan", str(write_region(tmp_path, REGION.replace("[agency]", "[agency"))))
    with platform_scope():
        assert not Tenant.objects.filter(slug="pdorf").exists()
