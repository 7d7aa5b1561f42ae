"""The life of a place from the terminal."""

from __future__ import annotations

import json
import zipfile

import pytest
from django.core.management.base import CommandError

from platform_core.place import PlaceState
from provisioning.lifecycle.tests.conftest import make_staff
from tests.commands.conftest import baukasten

S = PlaceState


def test_a_state_is_shown_with_what_can_follow_and_changed(adorf, tenant_of):
    said = baukasten("place", "adorf", "--to", "read_only", "--reason", "Umzug", "--note", "Bis Montag.")

    assert tenant_of(adorf).state == S.READ_ONLY
    for words in ("Adorf is read_only", "Bis Montag.", "--to archived", "active → read_only Umzug"):
        assert words in said


def test_archiving_makes_the_copy_first(adorf, tenant_of, settings, tmp_path):
    settings.DATA_FOLDER = tmp_path
    baukasten("place", "adorf", "--to", "read_only", "--reason", "Umzug")
    baukasten("place", "adorf", "--to", "archived", "--reason", "Ende")

    assert tenant_of(adorf).state == S.ARCHIVED
    assert (tmp_path / "archive" / adorf.schema / "contents.json").exists()


REFUSED = {
    "an unknown place": (("place", "cdorf"), "Places are"),
    "an unknown state": (("place", "adorf", "--to", "fort"), "States are"),
    "no reason": (("place", "adorf", "--to", "suspended"), "reason"),
    "a way that there is not": (("place", "adorf", "--to", "erased", "--reason", "x"), "Possible next"),
    "a name of another place": (("address", "adorf", "--rename", "bdorf"), "belongs to another place"),
    "no domain name": (("address", "adorf", "--add", "dorf"), "no domain name"),
    "a name that nobody asked for": (("address", "adorf", "--prove", "dorf.example"), "--add"),
    "a name of nobody": (("address", "adorf", "--primary", "dorf.example"), "no address"),
    "nobody hands over": (("handover", "adorf", "--to", "yagentur", "--reason", "x"), "--by"),
    "an unknown agency": (("handover", "adorf", "--to", "zz", "--reason", "x", "--by", "olga@platform.example"), "zz"),
    "no handover": (("handover", "adorf", "--agree", "giving", "--by", "olga@platform.example"), "--to AGENCY"),
    "no erasure": (("erase", "adorf", "--agree", "--by", "olga@platform.example"), "No erasure"),
    "no certificate": (("erase", "adorf", "--certificate"), "not erased"),
    "a file that is there": (("export", "adorf", "--to", __file__), "there already"),
    "a folder that is not": (("export", "adorf", "--to", "/gibt/es/nicht/x.zip"), "no folder"),
}


@pytest.mark.parametrize(("command", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_said_in_a_sentence(adorf, bdorf, olga, command, words):
    with pytest.raises(CommandError, match=words):
        baukasten(*command)


def test_a_rename_is_tried_out_and_done(adorf, tenant_of):
    trial = baukasten("address", "adorf", "--rename", "neu-adorf", "--dry-run")
    assert "Passkeys" in trial
    assert tenant_of(adorf).slug == "adorf"

    said = baukasten("address", "adorf", "--rename", "neu-adorf")

    assert "neu-adorf.bk.test" in said
    assert "former" in said


def test_a_domain_is_added_and_proved(adorf, name_server):
    said = baukasten("address", "adorf", "--add", "dorf.example")
    value = next(line for line in said.splitlines() if "TXT" in line).split('"')[1]
    with pytest.raises(CommandError, match="no TXT record"):
        baukasten("address", "adorf", "--prove", "dorf.example")
    name_server.texts["_baukasten.dorf.example"] = [value]

    assert "own       serves" in baukasten("address", "adorf", "--prove", "dorf.example")
    assert "own       serves, main address" in baukasten("address", "adorf", "--primary", "dorf.example")
    assert "dorf.example " not in baukasten("address", "adorf", "--remove", "dorf.example")


def test_a_base_domain_and_a_sender(adorf, tenant_of, name_server):
    said = baukasten("address", "adorf", "--base", "modellorte.example")
    name_server.texts["_baukasten.modellorte.example"] = [said.split('"')[1]]
    assert "adorf.modellorte.example" in baukasten("address", "adorf", "--prove", "modellorte.example")

    said = baukasten("address", "adorf", "--sender", "ort@dorf.example", "--selector", "mail2026")
    assert "✗ SPF" in said
    assert "v=spf1 include:bk.test ~all" in said


def test_two_people_hand_a_place_over(adorf, tenant_of, xenia, yannick):
    baukasten("handover", "adorf", "--to", "yagentur", "--reason", "Umzug", "--by", xenia.email)
    assert "giving: Agentur xagentur agreed" in baukasten("handover", "adorf", "--agree", "giving", "--by", xenia.email)
    said = baukasten("handover", "adorf", "--agree", "taking", "--by", yannick.email)

    assert "Adorf is with Agentur yagentur" in said


def test_an_export_is_written(adorf, tmp_path):
    said = baukasten("export", "adorf", "--to", str(tmp_path / "adorf.zip"))

    assert "SHA-256" in said
    with zipfile.ZipFile(tmp_path / "adorf.zip") as archive:
        assert json.loads(archive.read("manifest.json"))["place"]["slug"] == "adorf"


def test_two_people_ask_for_an_erasure_and_one_takes_it_back(adorf, olga, xenia):
    words = ("--name", "Adorf", "--reason", "Ende")
    assert "asked, not before" in baukasten("erase", "adorf", "--by", xenia.email, *words)
    with pytest.raises(CommandError, match="yourself"):
        baukasten("erase", "adorf", "--agree", "--by", xenia.email, "--name", "Adorf")
    assert "agreed, not before" in baukasten("erase", "adorf", "--agree", "--by", olga.email, "--name", "Adorf")
    assert "agreed" in baukasten("erase", "adorf", "--run")  # its day has not come
    assert "withdrawn" in baukasten("erase", "adorf", "--withdraw", "--by", xenia.email)


def test_somebody_without_a_desk_acts_for_nobody(adorf, anna):
    with pytest.raises(CommandError, match="neither"):
        baukasten("erase", "adorf", "--by", anna.email, "--name", "Adorf", "--reason", "x")
    assert make_staff("Zoe", None).email == "zoe@platform.example"
