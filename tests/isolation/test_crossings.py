"""What goes from one world to another: jobs, public facts, requests from elsewhere, caches, cookies, limits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction

from modules.ideas.models import Idea
from platform_core.accounts.models import Person
from platform_core.cache import scoped_key
from platform_core.contributions.models import Audience
from platform_core.jobs.backend import JobRefused, run_job
from platform_core.jobs.mail import queue_mail, send_mail
from platform_core.portal.models import RegionEntry
from platform_core.scope import NoScope, place_scope, platform_scope
from platform_core.web import mailbox
from tests.isolation.asking import ask, rows
from tests.isolation.cookies import faults_of
from tests.support.visitor import Visitor
from tests.toys.toy.models import Toy
from tests.toys.toy.module import paint

if TYPE_CHECKING:
    from platform_core.place import Place


def jobs() -> list[dict[str, object]]:
    with platform_scope():
        return [json.loads(row[0]) for row in rows("SELECT args::text FROM procrastinate_jobs ORDER BY id")]


# --- jobs ---------------------------------------------------------------------------------------------


def test_a_job_carries_the_schema_of_its_place(adorf):
    with place_scope(adorf):
        paint.enqueue(number=1, colour="blau")

    task = "tests.toys.toy.module.paint"
    assert jobs() == [{"schema": adorf.schema, "task": task, "args": [], "kwargs": {"number": 1, "colour": "blau"}}]


def test_without_a_scope_no_job_is_taken(places):
    with pytest.raises(NoScope):
        paint.enqueue(number=1, colour="blau")

    assert jobs() == []


@pytest.mark.django_db(transaction=True)
def test_a_job_is_rolled_back_with_the_act(adorf, anna):
    with place_scope(adorf), pytest.raises(KeyError), transaction.atomic():
        Idea.submit(by=anna, title="Bank am Teich", body="Sitzen.")
        queue_mail(to="anna@example.org", subject="Danke", text="Danke.")
        raise KeyError

    assert jobs() == []


def toy_in(place: Place, author: Person) -> None:
    with place_scope(place):
        Toy(author=author, title="Kreisel", body="dreht sich", number=1).publish()


def test_a_job_runs_in_the_scope_of_its_place(adorf, anna):
    toy_in(adorf, anna)
    run_job(schema=adorf.schema, task="tests.toys.toy.module.paint", kwargs={"number": 1, "colour": "blau"})

    with place_scope(adorf):
        assert Toy.objects.get().colour == "blau"


def test_a_job_works_in_its_own_place_whatever_scope_is_open(adorf, bdorf, anna):
    toy_in(adorf, anna)
    with place_scope(bdorf):
        run_job(schema=adorf.schema, task="tests.toys.toy.module.paint", args=[1, "blau"])

    with place_scope(adorf):
        assert Toy.objects.get().colour == "blau"


@pytest.mark.parametrize(
    "schema",
    [
        "",
        None,
        "t_",
        "ext",
        "pg_catalog",
        "app_ddl",
        "T_AAAAAAAAAA",
        "t_aaaaaaaaaa",
        't_aaaaaaaaa"',
        "t_aaaaaaaaaa\n",
        "public ",
    ],
)
def test_a_job_without_a_place_is_refused(places, schema):
    with pytest.raises(JobRefused):
        run_job(schema=schema, task="tests.toys.toy.module.paint", kwargs={"number": 1, "colour": "blau"})


@pytest.mark.parametrize("task", ["", "os.system", "tests.toys.toy.module.forget", "django.db.connection.close"])
def test_a_job_that_is_no_task_is_refused(adorf, task):
    with pytest.raises(JobRefused, match="no task"):
        run_job(schema=adorf.schema, task=task, args=["true"])


def test_a_job_of_the_platform_runs_in_the_public_schema(places, folders):
    run_job(schema="public", task=send_mail.module_path, kwargs={"to": "a@example.org", "subject": "S", "text": "T"})

    with platform_scope():
        assert [each.subject for each in mailbox.mails()] == ["S"]
    assert getattr(mail, "outbox", []) == []


def test_a_mail_lies_in_the_mailbox_of_the_place_that_sent_it(adorf, bdorf, folders):
    run_job(
        schema=adorf.schema, task=send_mail.module_path, kwargs={"to": "a@example.org", "subject": "S", "text": "T"}
    )

    with place_scope(adorf):
        assert len(mailbox.mails()) == 1
    with place_scope(bdorf):
        assert mailbox.mails() == []


# --- public facts ---------------------------------------------------------------------------------------


def entries() -> list[RegionEntry]:
    with platform_scope():
        return list(RegionEntry.objects.all())


def test_public_facts_hold_no_text_and_no_person(adorf, anna):
    with place_scope(adorf):
        Idea.submit(by=anna, title="Bank am Teich", body="Ein langer Text.", place_name="Dorfteich")

    [entry] = entries()
    told = " ".join(str(value) for value in vars(entry).values())
    assert (entry.schema, entry.title) == (adorf.schema, "Bank am Teich")
    for kept in ("Ein langer Text", str(anna.pk), anna.name, anna.email):
        assert kept not in told


@pytest.mark.django_db(transaction=True)
def test_facts_and_contribution_appear_together_or_not_at_all(adorf, anna):
    with place_scope(adorf), pytest.raises(KeyError), transaction.atomic():
        Idea.submit(by=anna, title="Bank am Teich", body="Sitzen.")
        raise KeyError

    with place_scope(adorf):
        assert (Idea.objects.count(), entries()) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_facts_stay_when_hiding_fails(adorf, anna):
    with place_scope(adorf):
        idea = Idea.submit(by=anna, title="Bank am Teich", body="Sitzen.")
        with pytest.raises(KeyError), transaction.atomic():
            idea.hide()
            raise KeyError

    assert len(entries()) == 1


def test_hiding_takes_the_facts_out(adorf, anna):
    with place_scope(adorf):
        Idea.submit(by=anna, title="Bank am Teich", body="Sitzen.").hide()

    assert entries() == []


@pytest.mark.parametrize("audience", [Audience.MEMBERS, Audience.TEAM, Audience.STAFF])
def test_what_is_not_for_everybody_has_no_public_facts(adorf, anna, audience):
    with place_scope(adorf):
        Idea(author=anna, title="Intern", body="Geheim.", audience=audience).publish()

    assert entries() == []


# --- caches, cookies, limits --------------------------------------------------------------------------------


def test_a_cached_value_stays_in_its_place(adorf, bdorf):
    with place_scope(adorf):
        cache.set("key", "Adorf")
    with place_scope(bdorf):
        assert cache.get("key") is None
        cache.set("key", "Bdorf")
    with platform_scope():
        assert cache.get("key") is None
    with place_scope(adorf):
        assert cache.get("key") == "Adorf"


def test_without_a_scope_nothing_is_cached(places):
    with pytest.raises(NoScope):
        cache.get("key")


def test_the_keys_of_two_places_never_meet(adorf, bdorf):
    keys = set()
    for place in (adorf, bdorf):
        with place_scope(place):
            keys |= {scoped_key(key, prefix, 1) for key in ("a", "b:a", f"{bdorf.schema}:a") for prefix in ("", "x")}

    assert len(keys) == 12


def test_no_cookie_reaches_a_neighbour_or_a_script(world):
    for name in ("adorf", "portal", "platform"):
        assert faults_of(world.houses[name]) == []


def forgets_the_password(place: Place) -> object:
    return Visitor(place).post("/konto/password/reset/", {"email": "anna@adorf.example"})


def test_who_tries_too_often_has_to_wait_in_this_place_alone(adorf, bdorf, settings):
    settings.ACCOUNT_RATE_LIMITS = {"reset_password": "3/m/ip"}
    codes = [forgets_the_password(adorf).status_code for _ in range(5)]

    assert codes == [302, 302, 302, 429, 429]
    assert "Adorf" in forgets_the_password(adorf).text, "the page has the face of its place"
    assert forgets_the_password(bdorf).status_code == 302


def test_guessing_a_password_is_slowed_down_per_account(adorf, bdorf, anna, settings):
    settings.ACCOUNT_RATE_LIMITS = {}
    right, wrong = "geheim-und-lang", "falsch-und-lang"
    for _ in range(6):
        assert signs_in(adorf, wrong) == 200

    assert signs_in(adorf, right) == 200, "refused, although it is right"
    with place_scope(bdorf):
        Person.objects.create_person(email=anna.email, name="Anna in Bdorf", password=right).confirm_address()
    assert signs_in(bdorf, right) == 302


def signs_in(place: Place, password: str) -> int:
    typed = {"login": "anna@adorf.example", "password": password}
    return int(Visitor(place).post("/konto/login/", typed).status_code)


def test_the_limits_of_production_are_on():
    from platform_core import settings as production

    assert getattr(production, "ACCOUNT_RATE_LIMITS", True)
    assert settings.ACCOUNT_RATE_LIMITS is False, "only the tests switch them off"


def test_a_notice_of_a_change_names_no_place(adorf):
    """Every role may LISTEN, so the channel of changed places carries nothing."""
    with platform_scope():
        source = ask("SELECT prosrc FROM pg_proc WHERE proname = 'notify_places'")

    assert "pg_notify('baukasten_places', '')" in source
    assert connection.in_atomic_block
