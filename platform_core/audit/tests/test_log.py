"""The log of a place: every change stands there, for its admins to read and for nobody to change."""

from __future__ import annotations

import csv
import io
import threading

import pytest
from django.db import DatabaseError, connection, transaction

from platform_core.audit.actor import COMMAND, Actor, acting_as
from platform_core.audit.models import Entry
from platform_core.audit.record import difference, first_broken, record
from platform_core.scope import place_scope, platform_scope
from tenants.checks import logs_are_whole
from tenants.log import record_on
from tenants.postgres.ddl import ddl_login
from theming.tests.faces import PAGE, filled

LOG = "/verwalten/protokoll/"


def lines(place=None):
    with place_scope(place) if place else platform_scope():
        return list(Entry.objects.order_by("number"))


@pytest.fixture
def renamed(adorf, adele, visit):
    """Adele has given Adorf another claim."""
    assert visit(adorf, adele).post(PAGE, filled(save="1", claim="Wo der Bach singt")).status_code == 302


def test_a_change_stands_in_the_log_with_who_made_it(adorf, adele, visit, renamed):
    page = visit(adorf, adele).get(LOG).text

    assert "Aussehen geändert" in page
    assert adele.public_name in page
    assert "Wo der Bach singt" in page


def test_both_logs_say_the_same_and_only_what_differs(adorf, adele, renamed):
    own, platform = lines(adorf)[-1], lines()[-1]

    assert (own.action, own.actor_key, own.after["claim"]) == ("face.changed", adele.pk, "Wo der Bach singt")
    assert own.before["claim"] != own.after["claim"]
    assert "name" not in own.after, "the name stayed as it was"
    assert (platform.action, platform.subject, platform.after) == (own.action, adorf.name, own.after)


def test_a_neighbour_reads_nothing_of_it(bdorf, renamed):
    assert not any("Bach singt" in str(entry.after) for entry in lines(bdorf))


def test_only_admins_read_it(adorf, anna, bernd, renate, visit):
    for person in (anna, bernd, renate):
        assert visit(adorf, person).get(LOG).status_code == 404
    assert visit(adorf).get(LOG).status_code == 302


def test_settings_are_noted_once_they_differ(adorf, adele, visit):
    page = "/verwalten/einstellungen/mitmachen/"
    before = len(lines(adorf))
    for _twice in range(2):
        visit(adorf, adele).post(page, {"guests": ""})

    fresh = lines(adorf)[before:]
    assert [entry.action for entry in fresh] == ["settings.changed"]
    assert fresh[0].actor == adele.public_name


def test_it_can_be_filtered_and_nonsense_asks_for_everything(adorf, adele, visit, renamed):
    with place_scope(adorf):
        record("module.on", subject="Adorf", after={"module": "ideas"})
    visitor = visit(adorf, adele)

    assert "Baustein eingeschaltet</b>" not in visitor.get(LOG, {"art": "face.changed"}).text
    assert "Aussehen geändert</b>" not in visitor.get(LOG, {"art": "module.on"}).text
    assert "Aussehen geändert</b>" in visitor.get(LOG, {"wer": "adele"}).text
    assert "Nichts davon ist geschehen" in visitor.get(LOG, {"wer": "niemand"}).text
    for query in ({"art": "x\x00"}, {"wer": "\x00" + "ß" * 500}, {"page": "-1"}, {"als": "xlsx"}):
        assert visitor.get(LOG, query).status_code == 200


def test_the_table_carries_no_formula(adorf, adele, visit):
    with place_scope(adorf), acting_as(lambda: Actor("person", '=HYPERLINK("x")', adele.pk)):
        record("settings.changed", subject="Grüße", after={"a": 1})

    answer = visit(adorf, adele).get(LOG, {"als": "csv"})

    assert answer["Content-Disposition"] == 'attachment; filename="protokoll-adorf.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:4] == ["Nummer", "Zeit", "Wer", "Was"]
    assert rows[1][2] == '\'=HYPERLINK("x")'
    assert rows[1][4] == "Grüße"


def test_what_was_rolled_back_was_not_done(adorf):
    before = len(lines(adorf))
    with place_scope(adorf), transaction.atomic():
        record_on(adorf, "place.live")
        transaction.set_rollback(True)

    assert len(lines(adorf)) == before
    assert not any(entry.action == "place.live" and entry.subject == adorf.name for entry in lines())


def test_an_unknown_action_is_a_mistake(adorf):
    with place_scope(adorf), pytest.raises(KeyError):
        record("place.exploded")


def test_only_what_differs_is_kept():
    assert difference({"a": 1, "b": 2, "d": 4}, {"a": 1, "b": 3, "c": 5}) == ({"b": 2, "d": 4}, {"b": 3, "c": 5})


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_change_a_line(adorf, renamed, statement):
    before = [entry.seal for entry in lines(adorf)]
    with place_scope(adorf), connection.cursor() as cursor, transaction.atomic():
        with pytest.raises(DatabaseError, match="only be added to"):
            cursor.execute(statement)
        transaction.set_rollback(True)

    assert [entry.seal for entry in lines(adorf)] == before


TAMPERINGS = {
    "a changed name": ("UPDATE audit_entry SET actor = 'niemand' WHERE number = 2", 2),
    "another time": ("UPDATE audit_entry SET at = at - interval '1 second' WHERE number = 2", 2),
    "other contents": ("""UPDATE audit_entry SET after = '{"n": 7}' WHERE number = 3""", 3),
    "a line taken out": ("DELETE FROM audit_entry WHERE number = 2", 2),
    "the first taken out": ("DELETE FROM audit_entry WHERE number = 1", 1),
    "two exchanged": (
        "UPDATE audit_entry SET number = CASE number WHEN 2 THEN 30 ELSE 2 END WHERE number IN (2, 3)",
        2,
    ),
}


@pytest.mark.parametrize(("statement", "number"), TAMPERINGS.values(), ids=TAMPERINGS)
def test_tampering_with_the_owners_rights_is_found(transactional_db, adorf, statement, number):
    with place_scope(adorf):
        for each in range(4):
            record("settings.changed", after={"n": each})
        assert first_broken() is None
    assert not logs_are_whole(None)

    with ddl_login(), place_scope(adorf, ddl=True), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER keep_audit_entry")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER keep_audit_entry")

    with place_scope(adorf):
        assert first_broken() == number
    assert [
        f"The log of {adorf.name} is not as it was written, from line {number} on." in each.msg
        for each in logs_are_whole(None)
    ] == [True]


def test_many_at_once_leave_no_gap(transactional_db, adorf):
    problems = []

    def writing():
        try:
            for _each in range(5):
                with place_scope(adorf):
                    record("settings.changed", after={"x": 1})
        except Exception as problem:  # noqa: BLE001  # shown by the assertion below
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=writing) for _each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert problems == []
    assert [entry.number for entry in lines(adorf)] == list(range(1, 41))
    with place_scope(adorf):
        assert first_broken() is None


def test_the_command_line_and_jobs_have_a_name(adorf):
    with place_scope(adorf):
        by_itself = record("place.migrated")
        with acting_as(lambda: COMMAND):
            by_command = record("place.migrated")

    assert (by_itself.who, by_command.who) == ("Die Plattform selbst", "Kommandozeile")
