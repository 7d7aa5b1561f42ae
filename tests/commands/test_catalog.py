"""`baukasten catalog`: loads a list, finds places, adds Ortsteile."""

from __future__ import annotations

import pytest
from django.core.management import CommandError

from provisioning.tests.conftest import list_of, municipality, no_catalog

__all__ = ["list_of", "no_catalog"]
pytestmark = pytest.mark.usefixtures("no_catalog")
ADORF, BDORF = municipality("01990001", "Adorf"), municipality("01990002", "Bdorf, Stadt", kind="Stadt")


def test_it_says_what_a_list_changes(run, list_of):
    assert "3 new" in run("catalog", "load", str(list_of(ADORF, BDORF)))
    newer = str(list_of(ADORF | {"name": "Adorf am See"}, BDORF))

    assert "would change:\n  renamed: Adorf is now Adorf am See (01990001)" in run(
        "catalog", "load", newer, "--dry-run"
    )
    assert "Loaded:\n  renamed: Adorf is now Adorf am See" in run("catalog", "load", newer)
    assert "as the list says" in run("catalog", "load", newer)


def test_it_finds_places(run, list_of):
    run("catalog", "load", str(list_of(ADORF, BDORF)))

    assert "01990002       1,000  Bdorf (Stadt) – Kreis Musterkreis, Schleswig-Holstein" in run(
        "catalog", "search", "bdorf"
    )
    assert "No place is called so" in run("catalog", "search", "Qqqq")


def test_it_adds_an_ortsteil(run, list_of, region):
    run("apply", str(region))
    run("catalog", "load", str(list_of(ADORF, BDORF)))

    said = run("catalog", "add", "pagentur", "01990001", "Klein Adorf", "--population", "80")

    assert "Klein Adorf (Ortsteil) – Adorf, Kreis Musterkreis" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nobody", "01990001", "Klein Adorf"), "There is no agency 'nobody'. Agencies are: "),
        (("pagentur", "01990009", "Klein Adorf"), "01990009: there is no municipality"),
        (("pagentur", "01990001", "Klein Adorf", "--population", "-5"), "population"),
        (("pagentur", "01990001", "Klein Adorf", "--postal-code", "249999"), "postal_code"),
    ],
)
def test_what_cannot_be_added_is_named(run, list_of, region, arguments, said):
    run("apply", str(region))
    run("catalog", "load", str(list_of(ADORF, BDORF)))

    with pytest.raises(CommandError, match=said):
        run("catalog", "add", *arguments)


def test_a_missing_file_is_named(run, tmp_path):
    with pytest.raises(CommandError, match=r"none\.csv: cannot be read"):
        run("catalog", "load", str(tmp_path / "none.csv"))
