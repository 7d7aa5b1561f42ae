"""Whatever the panel does with places, the API can: every page and verb of the panel names its operations.

A new pattern of the panel that is not named here fails the build, and so does an operation that there is not.
"""

from __future__ import annotations

import pytest

from provisioning.api.tests.test_document import NAMES
from provisioning.control_panel import bulk
from tests.isolation.panel_factories import PANEL
from tests.isolation.routes import routes
from tests.isolation.test_panel import SHARED

#: Of the panel alone, with the reason.
PANEL_ONLY = {
    "home": "leads to the list of places",
    "me": "the own page of somebody who is signed in",
    "panel:keep_view": "a search that somebody keeps for themselves",
    "panel:drop_view": "the same",
    "care:mine": "the desk of a person who works in several places",
    "care:open": "signs a person in to a place; a program is nobody there",
    "care:enter": "a person looks into a place, with a reason and for half an hour",
    "api:accesses": "accesses are made by people: a program makes no keys for others",
    "api:revoke": "the same",
}
#: What of the API does the same.
DONE_BY: dict[str, tuple[str, ...]] = {
    "panel:places": ("list_places",),
    "panel:table": ("list_places",),
    "panel:bulk": ("list_bulk_actions", "start_bulk"),
    "panel:bulk_run": ("get_bulk",),
    "panel:bulk_resume": ("resume_bulk",),
    "panel:team": ("list_team", "invite_member"),
    "panel:leave_team": ("dismiss_member",),
    "panel:agencies": ("list_agencies", "make_agency"),
    "panel:place": ("get_place",),
    "panel:face": ("change_place",),
    "panel:body": ("change_place",),
    "panel:notes": ("place_notes", "add_place_note"),
    "orders:new": ("make_plan",),
    "orders:choose": ("search_catalog", "make_plan"),
    "orders:upload": ("make_plan",),
    "orders:blueprint": ("list_blueprints", "make_plan"),
    "orders:look": ("make_plan",),
    "orders:addresses": ("make_plan",),
    "orders:plan": ("get_plan", "apply_plan"),
    "orders:discard": ("discard_plan",),
    "orders:list": ("list_plans", "list_jobs"),
    "orders:order": ("get_job",),
    "orders:stream": ("get_job",),
    "orders:file": ("get_plan",),
    "orders:resume": ("resume_job",),
    "orders:roll_back": ("roll_back_job",),
    "blueprints:list": ("list_blueprints",),
    "blueprints:upload": ("upload_blueprint",),
    "blueprints:base": ("get_blueprint",),
    "blueprints:show": ("get_saved_blueprint",),
    "blueprints:download": ("get_saved_blueprint",),
    "blueprints:share": ("share_blueprint",),
    "blueprints:of_place": ("save_place_as_blueprint",),
    "blueprints:update": ("plan_blueprint_update", "start_bulk"),
    "blueprints:modules": ("place_modules",),
    "blueprints:module": ("place_module", "switch_module"),
    "wishes:list": ("list_wishes",),
    "wishes:wish": ("get_wish",),
    "wishes:accept": ("accept_wish",),
    "wishes:decline": ("decline_wish",),
    "wishes:hand_on": ("hand_wish",),
    "care:overview": ("list_places", "place_figures"),
    "care:announcements": ("list_announcements", "list_maintenance"),
    "care:announce": ("announce",),
    "care:end_announcement": ("end_announcement",),
    "care:plan_maintenance": ("plan_maintenance",),
    "care:cancel_maintenance": ("cancel_maintenance",),
    "care:log": ("place_log",),
    "care:log_of_place": ("place_log",),
    "care:usage": ("place_figures", "place_jobs"),
    "care:count_again": ("count_again",),
    "care:retry": ("retry_place_job",),
    "care:people": ("list_people",),
    "care:invite": ("invite",),
    "care:withdraw": ("withdraw_invitation",),
    "care:give": ("give_care",),
    "care:end": ("end_care",),
    "lifecycle:life": ("get_state", "change_state", "propose_handover", "ask_for_export", "ask_for_erasure"),
    "lifecycle:module_export": ("list_module_exports", "send_module_export", "delete_module_export"),
    "lifecycle:certificate": ("list_erasures",),
    "lifecycle:addresses": ("list_addresses", "add_address", "make_primary", "remove_address", "rename_place"),
    "lifecycle:handover": ("list_handovers", "agree_to_handover", "end_handover"),
}


def panel_patterns() -> list[str]:
    return [route.name for route in routes(PANEL) if not route.name.startswith(SHARED)]


@pytest.mark.parametrize("name", panel_patterns())
def test_what_the_panel_does_the_api_can(name):
    assert name in {**DONE_BY, **PANEL_ONLY}, (
        f"The panel does {name!r}. Give the API an operation for it and name it in DONE_BY of {__name__}, "
        "or say in PANEL_ONLY why a program needs none."
    )


@pytest.mark.parametrize(("name", "operations"), DONE_BY.items(), ids=DONE_BY)
def test_the_operations_that_are_named_are_there(name, operations):
    assert set(operations) <= set(NAMES), f"{name}: {set(operations) - set(NAMES)}"
    assert name in panel_patterns(), f"The panel does {name!r} no more."


def test_every_act_for_many_places_is_offered(operator, ours):
    offered = {act["name"] for act in operator.get("/v1/bulk").json()}
    for_agencies = {act["name"] for act in ours.get("/v1/bulk").json()}

    assert offered == {act.name for act in bulk.actions(is_operator=True)}
    assert for_agencies == {act.name for act in bulk.actions(is_operator=False)}
