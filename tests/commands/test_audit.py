"""What commands do to places stands in the logs, once."""

from __future__ import annotations

from platform_core.audit.actor import COMMAND, acting_as
from platform_core.audit.models import Entry
from platform_core.scope import place_scope, platform_scope
from tests.commands.conftest import place_named
from tests.commands.regions import REGION, write_region


def told(place=None):
    with place_scope(place) if place else platform_scope():
        return [(entry.action, entry.actor_kind) for entry in Entry.objects.order_by("number")]


def test_orders_and_modules_are_noted_in_both_logs(run, region, tmp_path):
    with acting_as(lambda: COMMAND):
        run("apply", str(region))
        run("apply", str(region))
        run("apply", str(write_region(tmp_path, REGION.replace("#1f6b4a", "#9b2f2a"))))
        run("modules", "pdorf", "--on", "news")
        run("modules", "pdorf", "--off", "news")
    pdorf = place_named("pdorf")

    expected = ["place.made", "settings.changed", "place.ordered", "module.on", "module.parked"]
    assert told(pdorf) == [(action, "command") for action in expected]
    with place_scope(pdorf):
        ordered = Entry.objects.get(action="place.ordered")
    assert (ordered.before, ordered.after) == ({"accent": "#1f6b4a"}, {"accent": "#9b2f2a"})
    with platform_scope():
        about_pdorf = Entry.objects.filter(subject_key=str(pdorf.id)).order_by("number")
        assert [entry.action for entry in about_pdorf] == [each for each in expected if each != "settings.changed"]


def test_a_new_member_of_staff_is_noted(run):
    before = len(told())
    for _twice in range(2):
        run("staff", "ola@example.org", "--name", "Ola Oper")

    assert [action for action, _kind in told()[before:]] == ["staff.made"]
