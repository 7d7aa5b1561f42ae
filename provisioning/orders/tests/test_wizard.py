"""New places, from the search to the living place, as somebody without JavaScript does it."""

from __future__ import annotations

import io
import tomllib

import pytest
from PIL import Image

from platform_core.scope import platform_scope
from provisioning.care.models import Invitation
from provisioning.orders.models import Order, State
from provisioning.orders.tests.test_orders import place_called
from tenants.models import Tenant
from tests.support.mails import run_waiting_jobs

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("clean_up", "small_catalog")]
DUENENAU, NEUSTADT, UFERFELDE, FOREST, KREIS = "01099001", "01099002", "01099003", "01099009", "01099"


@pytest.fixture
def draft(at_panel, agnes):
    """A visitor of agency X with a draft, and the address of its steps."""
    visitor = at_panel(agnes)
    begun = visitor.post("/neue-orte/", {"agency": "xagentur"})
    return visitor, begun["Location"].removesuffix("orte/")


def only_order() -> Order:
    with platform_scope():
        return Order.objects.get()


def chosen() -> list[str]:
    return [each["key"] for each in only_order().answers.get("places", [])]


def csv_file(text: str | bytes, name: str = "orte.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    file = io.BytesIO(content)
    file.name = name
    return file


def problems() -> list[str]:
    return [f"{each['line']}: {each['value']}" for each in only_order().answers["report"]["problems"]]


def test_from_the_search_to_the_living_place(draft):
    visitor, base = draft
    assert "Dünenau" in visitor.get(f"{base}orte/?q=duenenau").text
    asked = {"shown": [DUENENAU, NEUSTADT], "on": [DUENENAU, NEUSTADT], "next": "1"}
    assert visitor.post(f"{base}orte/", asked)["Location"] == f"{base}vorlage/"
    assert visitor.post(f"{base}vorlage/", {"blueprint": "village", "next": "1"})["Location"] == f"{base}aussehen/"
    look = {"whose": "same", "accent": "#9b2f2a", "second": "#c9a227", "emblem": "wheel", "landscape": "river"}
    assert visitor.post(f"{base}aussehen/", {**look, "next": "1"})["Location"] == f"{base}adressen/"
    page = visitor.get(f"{base}adressen/").text
    assert 'value="duenenau"' in page
    assert 'value="neustadt-am-see"' in page
    typed = {f"slug-{DUENENAU}": "duenen", f"slug-{NEUSTADT}": "neustadt-am-see"}
    typed |= {f"email-{DUENENAU}": "clara@duenen.example", f"admin-{DUENENAU}": "Clara Probe", "next": "1"}
    assert visitor.post(f"{base}adressen/", typed)["Location"] == f"{base}plan/"

    plan = visitor.get(f"{base}plan/")
    assert plan.context["counts"] == {"add": 2, "change": 0, "same": 0}
    assert "clara@duenen.example" in plan.text
    order = only_order()
    assert tomllib.loads(visitor.get(f"/auftraege/{order.pk}/auftrag.toml").text)["place"] == order.wanted["place"]

    assert visitor.post(f"{base}plan/")["Location"] == f"/auftraege/{order.pk}/"
    assert visitor.post(f"{base}plan/")["Location"] == f"/auftraege/{order.pk}/"
    assert 'http-equiv="refresh"' in visitor.get(f"/auftraege/{order.pk}/").text
    run_waiting_jobs()

    place = place_called("duenen")
    assert (place.name, place.look.accent, place.ags) == ("Dünenau", "#9b2f2a", DUENENAU)
    with platform_scope():
        invited = Invitation.objects.get(tenant=place.id)
    assert (invited.name, invited.email) == ("Clara Probe", "clara@duenen.example")
    done = visitor.get(f"/auftraege/{order.pk}/")
    assert done.context["progress"].done == 2
    assert 'http-equiv="refresh"' not in done.text
    with platform_scope():
        assert Tenant.objects.filter(ags__in=(DUENENAU, NEUSTADT)).count() == 2


def test_a_kreis_takes_one_tick_and_forests_stay_out(draft):
    visitor, base = draft
    found = visitor.get(f"{base}orte/?q=Musterkreis&open={KREIS}").text
    assert 'id="on-01099009" disabled' in found.replace(" checked", "")

    visitor.post(f"{base}orte/", {"shown": [KREIS], "on": [KREIS]})
    assert sorted(chosen()) == [DUENENAU, NEUSTADT, UFERFELDE]

    everything = [KREIS, DUENENAU, NEUSTADT, UFERFELDE, FOREST]
    visitor.post(f"{base}orte/", {"shown": everything, "on": [KREIS, DUENENAU, UFERFELDE, FOREST]})
    assert sorted(chosen()) == [DUENENAU, UFERFELDE]
    visitor.post(f"{base}orte/", {"shown": [KREIS], "on": [KREIS], "portal": [KREIS]})
    assert sorted(chosen()) == [KREIS, DUENENAU, NEUSTADT, UFERFELDE]
    visitor.post(f"{base}orte/", {"shown": [KREIS]})
    assert chosen() == []


def test_without_a_place_there_is_no_next_step(draft):
    visitor, base = draft
    assert visitor.post(f"{base}orte/", {"next": "1"}, headers={"hx-request": "true"}).status_code == 422
    assert chosen() == []


def test_a_draft_can_be_left_and_found_again(draft, at_panel, agnes):
    visitor, base = draft
    visitor.post(f"{base}orte/", {"shown": [DUENENAU], "on": [DUENENAU], "next": "1"})

    again = at_panel(agnes).get("/neue-orte/").text
    assert base in again
    assert "Dünenau" in again
    visitor.post(f"{base}verwerfen/")
    with platform_scope():
        assert not Order.objects.exists()


def test_a_place_that_is_there_is_said_to_be_adapted(draft, order_of, done):
    done(order_of("duenenau", name="Dünenau", ags=DUENENAU))
    visitor, base = draft
    visitor.post(f"{base}orte/", {"shown": [DUENENAU], "on": [DUENENAU]})
    page = visitor.get(f"{base}orte/")
    assert [wish.tenant.slug for wish in page.context["there"]] == ["duenenau"]
    plan = visitor.get(f"{base}plan/")
    assert plan.context["counts"] == {"add": 0, "change": 1, "same": 0}


def test_a_taken_address_is_explained_and_another_one_suggested(draft):
    visitor, base = draft
    visitor.post(f"{base}orte/", {"shown": [DUENENAU, NEUSTADT], "on": [DUENENAU, NEUSTADT], "next": "1"})

    answer = visitor.post(f"{base}adressen/", {f"slug-{DUENENAU}": "adorf", f"slug-{NEUSTADT}": "bdorf", "next": "1"})
    assert answer.status_code == 422
    ours, theirs = answer.context["rows"]
    assert "Adorf" in ours.said
    assert "Bdorf" not in answer.text
    assert "yagentur" not in answer.text
    assert theirs.suggestion == "neustadt-am-see"

    visitor.post(f"{base}adressen/", {"take": f"{NEUSTADT}:{theirs.suggestion}", f"slug-{DUENENAU}": "adorf"})
    again = visitor.post(f"{base}adressen/", {f"slug-{DUENENAU}": "neustadt-am-see", "next": "1"})
    assert again.status_code == 422
    assert [row.state for row in again.context["rows"]] == ["free", "taken"]


@pytest.mark.parametrize("slug", ["panel", "Ä", "a b", "-x", "x" * 80, "", "<script>"])
def test_what_is_no_address_never_passes_or_breaks(draft, slug):
    visitor, base = draft
    visitor.post(f"{base}orte/", {"shown": [DUENENAU], "on": [DUENENAU], "next": "1"})

    answer = visitor.post(f"{base}adressen/", {f"slug-{DUENENAU}": slug, "next": "1"})

    assert answer.status_code == (302 if slug in {"", "x" * 80} else 422)
    assert "<script>" not in answer.text


def test_a_wrong_invitation_is_shown_again_with_what_was_typed(draft):
    visitor, base = draft
    visitor.post(f"{base}orte/", {"shown": [DUENENAU], "on": [DUENENAU], "next": "1"})

    answer = visitor.post(f"{base}adressen/", {f"email-{DUENENAU}": "clara@", "next": "1"})

    assert answer.status_code == 422
    assert 'value="clara@"' in answer.text


def test_colours_come_from_the_picture_of_the_arms(draft):
    visitor, base = draft
    visitor.post(f"{base}orte/", {"shown": [DUENENAU], "on": [DUENENAU], "next": "1"})
    arms, file = Image.new("RGB", (200, 200), "#9b2f2a"), io.BytesIO()
    arms.paste((242, 194, 48), (0, 100, 200, 200))
    arms.save(file, "PNG")
    file.seek(0)
    file.name = "wappen.png"

    page = visitor.post(f"{base}aussehen/", {"picture": file})
    found = {colour for colour, _words in page.context["found"]}
    assert page.context["form"].data["accent"] in found
    assert page.context["form"].data["accent"].startswith("#9")
    assert page.context["second_said"][0] == "info"


def test_a_file_without_colours_is_refused_with_a_sentence(draft):
    visitor, base = draft
    assert visitor.post(f"{base}aussehen/", {"picture": csv_file(b"GIF89a nonsense", "x.gif")}).status_code == 422
    assert visitor.post(f"{base}aussehen/", {"accent": "rot", "next": "1", "whose": "same"}).status_code == 422


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_table_is_read_however_the_spreadsheet_wrote_it(draft, encoding, delimiter):
    visitor, base = draft
    lines = ["Name;Kreis;Slug;E-Mail;Kontakt;Vorlage"]
    lines += ["Groß Uferfelde;;uferfelde;clara@x.example;Clara Groß;Dorf", "Dünenau;Musterkreis;;;;", ";;;;;"]
    text = "\r\n".join(lines).replace(";", delimiter)

    visitor.post(f"{base}orte/tabelle/", {"table": csv_file(text.encode(encoding))})

    first, second = only_order().answers["places"]
    assert (first["name"], first["slug"], first["blueprint"]) == ("Groß Uferfelde", "uferfelde", "village")
    assert first["admins"] == [{"email": "clara@x.example", "name": "Clara Groß"}]
    assert second["key"] == DUENENAU
    assert problems() == []


def test_bad_lines_are_named_and_good_ones_kept(draft):
    visitor, base = draft
    rows = ["key;name;slug;e-mail;blueprint", "1099001;;;;", ";Dünenau;;;", ";Nirgendwo;;;", f"{FOREST};;;;"]
    rows += [f"{UFERFELDE};;Groß Ufer;;", f"{UFERFELDE};;panel;;", f"{UFERFELDE};;;kein@;", f"{UFERFELDE};;;;burg"]
    rows += ["01099001;;;;", '=cmd|"/c calc"!A1;;;;', f"{NEUSTADT};;;;", "<b>x</b>;;;;", "9" * 400 + ";;;;"]

    visitor.post(f"{base}orte/tabelle/", {"table": csv_file("\n".join(rows))})

    assert chosen() == [DUENENAU, NEUSTADT]
    assert [each.split(":")[0] for each in problems()] == ["3", "4", "5", "6", "7", "8", "9", "10", "11", "13", "14"]
    page = visitor.get(f"{base}orte/").text
    assert "<b>x</b>" not in page
    assert "02099001" in page  # the other Dünenau is offered by its key


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02",
        b"PK\x03\x04workbook",
        b"a;b\n1;2",
        b'key\n"' + b"x" * 300_000,
        b"key\n" * 3000,
        b"x" * 1_100_000,
    ],
)
def test_what_is_no_table_is_refused_and_nothing_changes(draft, content):
    visitor, base = draft
    answer = visitor.post(f"{base}orte/tabelle/", {"table": csv_file(content)}, follow=True)

    assert answer.status_code == 200
    assert chosen() == []


@pytest.mark.parametrize("step", ["orte", "vorlage", "aussehen", "adressen", "plan"])
def test_nonsense_never_breaks_a_step(draft, step):
    visitor, base = draft
    nonsense = {"q": "\x00", "shown": "\x00", "on": "x" * 5000, "open": "\x00", "blueprint": "\x00", "take": "x:\x00"}
    nonsense |= {"drop": "\x00", "preset": "\x00", "accent": "\x00", "found": "javascript:1"}

    assert visitor.post(f"{base}{step}/", nonsense).status_code < 500
    assert visitor.get(f"{base}{step}/?q=%00&open=%00").status_code < 500


def test_another_agency_finds_no_order_of_ours(draft, at_panel, otto, olga):
    visitor, base = draft
    stranger = at_panel(otto)
    pages = [f"{base}{step}/" for step in ("orte", "vorlage", "aussehen", "adressen", "plan")]
    assert {stranger.get(page).status_code for page in pages} == {404}
    assert base not in stranger.get("/neue-orte/").text
    assert stranger.post("/neue-orte/", {"agency": "xagentur"}).status_code == 404
    assert at_panel(olga).get(pages[0]).status_code == 200
    assert visitor.get("/auftraege/").context["page"].paginator.count == 1
    assert stranger.get("/auftraege/").context["page"].paginator.count == 0


def test_what_has_stopped_goes_on_or_is_taken_back_from_the_page(at_panel, agnes, order_of, done):
    order = done(order_of("neudorf"))
    with platform_scope():
        order.places.update(state=State.FAILED, error="Das Wappenbild lässt sich nicht lesen.", is_new=False)
        Order.objects.update(state=State.FAILED)
    visitor = at_panel(agnes)
    assert "Das Wappenbild lässt sich nicht lesen." in visitor.get(f"/auftraege/{order.pk}/").text

    visitor.post(f"/auftraege/{order.pk}/fortsetzen/", {"place": "neudorf"})
    run_waiting_jobs()
    with platform_scope():
        assert order.places.get().state == State.DONE
        order.places.update(is_new=True)
    assert visitor.post(f"/auftraege/{order.pk}/zuruecknehmen/", {"place": "gibt-es-nicht"}).status_code == 404
    visitor.post(f"/auftraege/{order.pk}/zuruecknehmen/", {"place": "neudorf", "reason": "Probe"})
    with platform_scope():
        assert not Tenant.objects.filter(slug="neudorf").exists()


def test_a_whole_order_is_taken_back_from_the_page(at_panel, agnes, order_of, done):
    order = done(order_of("neudorf", "altdorf"))
    visitor = at_panel(agnes)
    assert 'id="why"' in visitor.get(f"/auftraege/{order.pk}/").text

    visitor.post(f"/auftraege/{order.pk}/zuruecknehmen/")

    with platform_scope():
        assert not Tenant.objects.filter(slug__in=("neudorf", "altdorf")).exists()
    assert 'id="why"' not in visitor.get(f"/auftraege/{order.pk}/").text
