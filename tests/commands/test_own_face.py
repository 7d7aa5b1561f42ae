"""What a place's own people changed in its face stays when its region file is applied again."""

from __future__ import annotations

from platform_core.scope import place_scope
from tenants.face import change_face
from tests.commands.conftest import place_named
from tests.commands.regions import REGION, write_region


def test_apply_keeps_what_the_place_changed_and_says_so(run, region, tmp_path):
    run("apply", str(region))
    pdorf = place_named("pdorf")
    with place_scope(pdorf):
        change_face({"accent": "#75407c", "radius": "round", "name": pdorf.name})

    said = run(
        "apply",
        str(write_region(tmp_path, REGION.replace("#1f6b4a", "#9b2f2a").replace('"Pdorf"', '"Pdorf am Teich"'))),
    )

    after = place_named("pdorf")
    assert (after.look.accent, after.look.radius) == ("#75407c", "round")
    assert after.name == "Pdorf am Teich"
    assert "Kept as its people set it on /verwalten/gesicht/: accent, radius." in said


def test_a_file_may_name_corners_typeface_and_mode(run, tmp_path):
    run(
        "apply",
        str(
            write_region(
                tmp_path,
                REGION.replace(
                    'accent = "#1f6b4a"', 'accent = "#1f6b4a"\nradius = "square"\nfont = "system"\nmode = "dark"'
                ),
            )
        ),
    )

    look = place_named("pdorf").look
    assert (look.radius, look.font, look.mode) == ("square", "system", "dark")
