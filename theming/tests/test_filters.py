from __future__ import annotations

from types import SimpleNamespace

from theming.templatetags import face


def test_replies_are_voices_too() -> None:
    first = SimpleNamespace(replies_list=[1, 2])
    second = SimpleNamespace(replies_list=[])

    assert face.with_replies([first, second]) == 4


def test_a_land_is_written_out_and_the_unknown_stays() -> None:
    assert face.land("NW") == "Nordrhein-Westfalen"
    assert face.land("Tirol") == "Tirol"
    assert len(face.LANDS) == 16


def test_a_beginning_that_the_label_says_already_goes() -> None:
    assert face.without_start("Datenschutz, Frau Muster", "Datenschutz, ") == "Frau Muster"
    assert face.without_start("Frau Muster", "Datenschutz, ") == "Frau Muster"
