"""Planned items appear by themselves, once, at the moment that the clocks of the place show."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from modules.news.jobs import publish_due
from modules.news.models import NewsItem, PlanRefused
from modules.news.moments import NoSuchMoment, in_words, moment_of
from modules.news.tests.conftest import TEXTS
from platform_core.contributions import signals
from platform_core.scope import place_scope, platform_scope
from tests.support.mails import run_waiting_jobs

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 10, 1, 10, 0, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    """`clock(moment)`: what the time is from now on."""

    def set_to(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to(NOW)
    return set_to


def plan(editor, item, day, clock="08:00"):
    return editor.post(f"/aktuelles/{item.pk}/veroeffentlichen/", {"when": "later", "day": day, "clock": clock})


def test_a_plan_says_in_words_when(adorf, bernd, draft, visit, clock):
    editor = visit(adorf, bernd)
    plan(editor, draft, "2026-12-12", "08:30")

    page = editor.get(f"/aktuelles/{draft.pk}/").text
    assert "Samstag, 12. Dezember 2026 um 08:30 Uhr" in page
    assert "Samstag, 12. Dezember 2026 um 08:30 Uhr" in editor.get("/aktuelles/redaktion/").text


def test_nothing_of_it_is_public_before(adorf, bernd, draft, visit, clock):
    plan(visit(adorf, bernd), draft, "2026-12-12")
    run_waiting_jobs()  # a job that wakes up too early does nothing

    for page in ("/", "/aktuelles/", "/aktuelles/feed.xml", "/suche/?q=Brunnen"):
        assert TEXTS["title"] not in visit(adorf).get(page).text


def test_the_job_waits_for_its_time_in_the_queue(adorf, bernd, draft, visit, clock):
    from procrastinate.contrib.django.models import ProcrastinateJob

    plan(visit(adorf, bernd), draft, "2026-12-12", "08:00")

    with platform_scope():
        [job] = ProcrastinateJob.objects.filter(args__task="modules.news.jobs.publish_due")
    assert job.scheduled_at == datetime(2026, 12, 12, 7, 0, tzinfo=UTC)


def test_the_job_publishes_it_once_with_the_planned_time(adorf, bernd, draft, visit, clock):
    heard = []

    def hear(sender, contribution, **kwargs):
        heard.append(contribution.pk)

    signals.contribution_published.connect(hear)
    plan(visit(adorf, bernd), draft, "2026-12-12", "08:00")
    clock(datetime(2026, 12, 12, 7, 0, 3, tzinfo=UTC))
    run_waiting_jobs()
    with place_scope(adorf):
        publish_due.func()
        item = NewsItem.objects.get()

    assert heard == [draft.pk]
    assert item.published_at == datetime(2026, 12, 12, 7, 0, tzinfo=UTC)
    assert item.publish_at is None
    assert TEXTS["title"] in visit(adorf).get("/aktuelles/").text
    signals.contribution_published.disconnect(hear)


def test_a_plan_that_was_moved_or_given_up_publishes_nothing_at_the_old_time(adorf, bernd, draft, visit, clock):
    editor = visit(adorf, bernd)
    plan(editor, draft, "2026-12-12")
    plan(editor, draft, "2026-12-24")
    clock(datetime(2026, 12, 13, tzinfo=UTC))
    run_waiting_jobs()
    assert NewsItem.objects.get().is_draft

    clock(NOW)
    plan(editor, draft, "2026-12-12")
    editor.post(f"/aktuelles/{draft.pk}/zuruecknehmen/")
    clock(datetime(2026, 12, 25, tzinfo=UTC))
    run_waiting_jobs()
    assert NewsItem.objects.get().is_draft


def test_an_item_published_by_hand_is_not_published_again(adorf, bernd, draft, visit, clock):
    editor = visit(adorf, bernd)
    plan(editor, draft, "2026-12-12")
    editor.post(f"/aktuelles/{draft.pk}/veroeffentlichen/", {"when": "now"})
    before = NewsItem.objects.get().published_at
    clock(datetime(2026, 12, 25, tzinfo=UTC))
    run_waiting_jobs()

    assert NewsItem.objects.get().published_at == before


@pytest.mark.parametrize("day", ["2026-09-30", "2026-10-01", "2000-01-01", "0001-01-01", "1900-02-28"])
def test_a_time_that_is_over_publishes_now_and_says_so(adorf, bernd, draft, visit, clock, day):
    editor = visit(adorf, bernd)
    answer = plan(editor, draft, day, "07:00")

    assert "Dieser Zeitpunkt ist schon vorbei" in editor.get(answer.headers["Location"]).text
    assert NewsItem.objects.get().published_at == NOW


@pytest.mark.parametrize(
    ("day", "at"),
    [
        ("2026-02-31", "08:00"),
        ("31.02.2027", "08:00"),
        ("9999-12-31", "23:59"),
        ("0000-01-01", "08:00"),
        ("2028-10-02", "08:00"),
        ("morgen", "08:00"),
        ("", ""),
        ("2026-12-12", "25:00"),
        ("2026-12-12", ""),
        ("\0", "\0"),
        ("99999999999-01-01", "08:00"),
        ("2027-03-28", "02:30"),
    ],
)
def test_a_time_that_cannot_be_is_refused_with_a_sentence(adorf, bernd, draft, visit, clock, day, at):
    answer = plan(visit(adorf, bernd), draft, day, at)

    assert answer.status_code == 422
    assert "kern-error" in answer.text
    assert NewsItem.objects.get().publish_at is None


@pytest.mark.parametrize(
    ("day", "clock_shows", "moment"),
    [
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # twice; the first
        (date(2026, 10, 25), time(3, 0), datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
        (date(2027, 3, 28), time(1, 59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (date(2027, 3, 28), time(3, 0), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        (date(2027, 7, 1), time(8, 0), datetime(2027, 7, 1, 6, 0, tzinfo=UTC)),
        (date(2027, 1, 1), time(0, 0), datetime(2026, 12, 31, 23, 0, tzinfo=UTC)),
    ],
)
def test_clocks_that_go_forward_and_back_are_understood(clock, day, clock_shows, moment):
    assert moment_of(day, clock_shows, BERLIN).astimezone(UTC) == moment


def test_the_hour_that_is_left_out_is_no_moment(clock):
    with pytest.raises(NoSuchMoment):
        moment_of(date(2027, 3, 28), time(2, 0), BERLIN)


def test_a_place_elsewhere_goes_by_its_own_clocks(clock):
    azores = ZoneInfo("Atlantic/Azores")
    moment = moment_of(date(2026, 12, 12), time(8, 0), azores)

    assert moment.astimezone(UTC) == datetime(2026, 12, 12, 9, 0, tzinfo=UTC)
    assert "08:00" in in_words(moment, azores)


def test_what_is_public_cannot_be_planned(published):
    with pytest.raises(PlanRefused):
        published().plan(timezone.now() + timedelta(days=1))


def test_planned_anew_it_is_new_again(adorf, bernd, published, visit, clock):
    item = published(at=NOW - timedelta(days=90))
    item.unpublish()
    plan(visit(adorf, bernd), item, "2026-12-12", "08:00")
    clock(datetime(2026, 12, 12, 7, 0, 1, tzinfo=UTC))
    run_waiting_jobs()

    again = NewsItem.objects.get()
    assert again.published_at == datetime(2026, 12, 12, 7, 0, tzinfo=UTC)
    assert again.number == item.number
