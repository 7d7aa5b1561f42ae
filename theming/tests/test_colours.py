from __future__ import annotations

import random

import pytest

from theming.colours import DARK_CARD, LIGHT_CARD, READABLE, WHITE, contrast, mix, palette

ROUNDS = 500


def accents() -> list[str]:
    chance = random.Random(20261122)
    edges = ["#000000", "#ffffff", "#ffe600", "#00ff00", "#0000ff", "#ff0000", "#808080"]
    return edges + [f"#{chance.randrange(0x1000000):06x}" for _ in range(ROUNDS)]


def test_black_on_white_is_the_greatest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_mixing_in_oklab_agrees_with_the_browsers() -> None:
    assert mix("#000000", 0.5, WHITE) == "#636363"
    assert mix("#1f6b4a", 1, WHITE) == "#1f6b4a"


@pytest.mark.parametrize("second", ["#d9a21b", "#ffffff"])
def test_every_accent_is_readable_in_both_modes(second: str) -> None:
    for accent in accents():
        tones = palette(accent, second)
        for mode, card in ((tones.light, LIGHT_CARD), (tones.dark, DARK_CARD)):
            assert contrast(mode.accent, card) >= READABLE, accent
            assert contrast(mode.accent, mode.soft) >= READABLE, accent
            assert contrast(mode.accent, mode.softer) >= READABLE, accent
            assert contrast(mode.on_accent, mode.accent) >= READABLE, accent
            assert contrast(mode.on_accent, mode.accent_hover) >= READABLE, accent


def test_text_stays_readable_on_the_second_colours_soft_tone() -> None:
    for second in accents():
        tones = palette("#1f6b4a", second)
        assert contrast("#131a1e", tones.light.second_soft) >= READABLE, second
        assert contrast("#eef2f3", tones.dark.second_soft) >= READABLE, second


def test_a_readable_accent_is_left_as_it_is() -> None:
    assert palette("#1d3f7a", "#c58a12").light.accent == "#1d3f7a"


@pytest.mark.parametrize("wrong", ["red", "#fff", "#12345g", "#1234567", "", "#123456;}"])
def test_anything_but_a_colour_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="is no colour"):
        palette(wrong, "#ffffff")
