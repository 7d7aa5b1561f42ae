from __future__ import annotations

import re

import pytest

from platform_core.place import Look
from theming.drawing.emblems import MOTIFS, emblem, file
from theming.drawing.icons import ALIASES, SHAPES, UnknownIcon, icon
from theming.drawing.landscape import KINDS, landscape


@pytest.mark.parametrize("kind", KINDS)
def test_a_place_always_looks_the_same(kind: str) -> None:
    assert landscape("05974004", kind) == landscape("05974004", kind)
    assert landscape("05974004", kind) != landscape("05974005", kind)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", ["05974004", "weslarn", "<script>"])
def test_a_quiet_picture_leaves_the_left_to_words(kind: str, seed: str) -> None:
    """Words end left of the middle (1200); houses, turbines and boats stand right of it."""
    drawing = landscape(seed, kind, quiet=True)
    motifs = re.findall(r"translate\((\d+) (\d+)\)", drawing)

    assert all(int(x) > 1130 for x, y in motifs if int(y) < 340)
    assert "<script" not in drawing


def test_pictures_need_no_inline_style() -> None:
    drawn = [landscape("1", kind) for kind in KINDS] + [emblem(Look(emblem=motif)) for motif in MOTIFS]

    assert not [svg for svg in drawn if "style=" in svg or "<style" in svg]


def test_an_unknown_motif_or_kind_is_drawn_all_the_same() -> None:
    assert emblem(Look(emblem="dragon")) == emblem(Look(emblem="grid"))
    assert landscape("1", "desert") == landscape("1", "hills")


def test_the_arms_as_a_file_hold_their_colours() -> None:
    assert "#1f6b4a" in file(Look("#1f6b4a", "#d9a21b", "church"))
    assert "var(" not in file(Look("#1f6b4a", "#d9a21b", "church"))


def test_an_icon_with_a_label_speaks() -> None:
    assert 'aria-hidden="true"' in icon("search")
    assert 'aria-label="Suche &quot;hier&quot;"' in icon("search", label='Suche "hier"')


def test_other_sets_names_lead_to_icons() -> None:
    assert set(ALIASES.values()) <= set(SHAPES)


def test_an_unknown_icon_names_the_known_ones() -> None:
    with pytest.raises(UnknownIcon, match=r"no icon 'unicorn'.*bulb"):
        icon("unicorn")
