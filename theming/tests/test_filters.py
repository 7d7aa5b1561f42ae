from __future__ import annotations

from theming.templatetags import face


def test_a_land_is_written_out_and_the_unknown_stays() -> None:
    assert face.land("NW") == "Nordrhein-Westfalen"
    assert face.land("Tirol") == "Tirol"
    assert len(face.LANDS) == 16


def test_a_beginning_that_the_label_says_already_goes() -> None:
    assert face.without_start("Datenschutz, Frau Muster", "Datenschutz, ") == "Frau Muster"
    assert face.without_start("Frau Muster", "Datenschutz, ") == "Frau Muster"
