from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from theming import stylesheet, views
from theming.colours import palette

if TYPE_CHECKING:
    from platform_core.place import Place


def served(place: Place | None, digest: str) -> HttpResponse:
    request = RequestFactory().get("/")
    request.place = place
    return views.theme(request, digest)


def test_the_hash_changes_with_each_colour(weslarn: Place) -> None:
    look = weslarn.look
    changed = [look, replace(look, accent="#1f6b4b"), replace(look, second="#d9a21c")]

    assert len({stylesheet.theme_hash(each) for each in changed}) == len(changed)


def test_a_place_gets_its_own_colours_for_ever(weslarn: Place) -> None:
    answer = served(weslarn, stylesheet.theme_hash(weslarn.look))

    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert b"--arms-1:#1f6b4a" in answer.content


def test_both_ways_into_the_night_say_the_same(weslarn: Place) -> None:
    text = stylesheet.theme(weslarn.look)
    chosen = text.split("[data-kern-theme=dark]:root{")[1].split("}")[0]

    assert f"[data-kern-theme=auto]:root{{{chosen}}}" in text


def test_another_places_stylesheet_is_not_found_here(weslarn: Place) -> None:
    with pytest.raises(Http404):
        served(None, stylesheet.theme_hash(weslarn.look))


def test_cards_are_made_from_their_address_alone(weslarn: Place) -> None:
    other = replace(weslarn, look=replace(weslarn.look, accent="#9a2731"))
    pairs = tuple(stylesheet.pairs_of([weslarn, other, weslarn]))
    digest, colours = stylesheet.cards_name(pairs).split("-")

    answer = views.cards(RequestFactory().get("/"), digest, colours)

    assert len(pairs) == 2
    assert b".c-9a2731-d9a21b{" in answer.content


@pytest.mark.parametrize("colours", ["1f6b4ad9a21b_", "_1f6b4ad9a21b", "9a2731d9a21b"])
def test_colours_that_do_not_fit_the_hash_are_not_found(weslarn: Place, colours: str) -> None:
    digest, _rest = stylesheet.cards_name(tuple(stylesheet.pairs_of([weslarn]))).split("-")

    with pytest.raises(Http404):
        views.cards(RequestFactory().get("/"), digest, colours)


def test_the_choice_of_mode_is_kept_and_leads_back() -> None:
    answer = views.mode(RequestFactory().post("/darstellung/", {"mode": "dark", "next": "/ideen/"}))

    assert answer["Location"] == "/ideen/"
    assert [cookie.value for cookie in answer.cookies.values()] == ["dark"]


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_the_choice_of_mode_never_leads_elsewhere(target: str) -> None:
    answer = views.mode(RequestFactory().post("/darstellung/", {"mode": "<script>", "next": target}))

    assert answer["Location"] == "/"
    assert not answer.cookies


def test_the_built_stylesheet_starts_with_the_platforms_own_tones() -> None:
    """Error pages without a place's stylesheet show the same colours as the platform's host."""
    text = (Path(stylesheet.__file__).parent / "frontend" / "styles" / "_tokens.scss").read_text()
    tones = palette(stylesheet.PLATFORM.accent, stylesheet.PLATFORM.second)

    for mode in (tones.light, tones.dark):
        assert f"--accent: {mode.accent};" in text
        assert f"--second-soft: {mode.second_soft};" in text
