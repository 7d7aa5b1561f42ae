"""The walk over the API: found by itself in the document, no place of another agency for an agency, no content for anybody.

A new operation with an argument that is not known in `provisioning/api/tests/prepared.py` fails the walk.
"""

from __future__ import annotations

import json
import re
import uuid
from typing import TYPE_CHECKING

import pytest

from platform_core.scope import platform_scope
from provisioning.api.tests.conftest import Program, access, behind, calm_down
from provisioning.api.tests.prepared import arguments, as_here, names
from provisioning.api.tests.test_document import OPERATIONS
from tests.isolation.cast import NOBODY
from tests.isolation.walk import checksum

if TYPE_CHECKING:
    from tests.isolation.cast import World

VARIES = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")
KEYS = re.compile(r"t_[a-z2-7]{10}")
#: Operations whose arguments belong to nobody: the catalogue and what comes with the software.
FOR_ALL = {"catalog_entry", "get_blueprint"}
#: Topics are how a place is set up, and travel with its blueprint; a refusal names the entry.
TRAVELLING = ("contributions.Topic.icon", "contributions.Topic.title")
BY_KIND = {"slug": "cdorf", "job": 99_999_999, "owner": "zagentur"}


@pytest.fixture
def calm(monkeypatch) -> None:
    calm_down(monkeypatch)


@pytest.fixture
def programs(world: World, calm: None) -> dict[str, Program]:
    """One of each agency, one of the operators, with people behind them."""
    with platform_scope():
        from tenants.models import Tenant

        slugs = dict(Tenant.objects.filter(slug__in=["adorf", "bdorf"]).values_list("slug", "agency__slug"))
    return {
        name: behind(access(slug), slug)
        for name, slug in (("ours", slugs["adorf"]), ("theirs", slugs["bdorf"]), ("operator", ""))
    }


def nobodys(told) -> dict[str, object]:
    """Arguments of the right shape that nothing has."""
    return {name: uuid.UUID(NOBODY) if name in {"key", "id"} else BY_KIND.get(name, "ideas") for name in names(told)}


def bodies(told):
    media = told.get("requestBody", {}).get("content", {}).get("application/json", {})
    return json.loads(as_here(json.dumps(media.get("example"))))


def needed_query(told) -> str:
    """The parameters without which there is no answer, as the document shows them."""
    needed = [each for each in told["parameters"] if each["in"] == "query" and each["required"]]
    return "?" + "&".join(f"{each['name']}={each['schema']['examples'][0]}" for each in needed) if needed else ""


def compared(answer, given: dict[str, object]) -> tuple[int, str]:
    """What an answer says, without what was asked for and without keys and numbers."""
    text = answer.content.decode(errors="replace")
    for value in sorted(map(str, given.values()), key=len, reverse=True):
        text = text.replace(value, "…")
    return answer.status_code, VARIES.sub("0", text)


def test_what_belongs_to_another_agency_is_as_if_it_were_not_there(world, programs):
    findings, before = [], checksum(world.houses["bdorf"])
    for path, method, told in OPERATIONS:
        if not names(told) or told["operationId"] in FOR_ALL:
            continue
        with platform_scope():
            theirs, none = arguments(told, "bdorf"), nobodys(told)
        query = needed_query(told)
        about_theirs = programs["ours"].send(method.upper(), path.format(**theirs) + query, bodies(told))
        about_nobody = programs["ours"].send(method.upper(), path.format(**none) + query, bodies(told))
        if about_theirs.status_code != 404 or compared(about_theirs, theirs) != compared(about_nobody, none):
            findings.append(f"{method} {path}: {about_theirs.content!r} in place of {about_nobody.content!r}")

    assert not findings, "\n".join(findings)
    assert checksum(world.houses["bdorf"]) == before


@pytest.mark.parametrize("who", ["ours", "operator"])
def test_what_people_wrote_in_their_place_is_never_told(world, programs, who):
    findings = []
    for path, method, told in OPERATIONS:
        with platform_scope():
            given = arguments(told, "adorf")
        query = "?q=Bank" if any(each["name"] == "q" for each in told["parameters"]) else ""
        answer = programs[who].send(method.upper(), path.format(**given) + query, bodies(told))
        text = answer.content.decode(errors="replace")
        if answer.status_code >= 500 or KEYS.search(text):
            findings.append(f"{method} {path}: {answer.status_code} {text[:300]}")
        for word, cage in world.canaries.in_text(text):
            known = who == "operator" or word in world.own["agency"]
            if not (known and cage.startswith("public:")) and not cage.endswith(TRAVELLING):
                findings.append(f"{method} {path} tells {cage} ({word})")

    assert not findings, "\n".join(findings)


def test_without_a_token_every_operation_is_closed(programs):
    for path, method, told in OPERATIONS:
        with platform_scope():
            given = arguments(told, "adorf")
        answer = Program().send(method.upper(), path.format(**given), bodies(told))
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json"), path


@pytest.mark.parametrize("field", ["agency", "places"])
def test_naming_another_agency_or_its_place_in_a_body_is_like_naming_nobody(programs, field):
    if field == "places":
        sent = [
            programs["ours"].send("POST", "/v1/bulk", {"action": "none", "places": [slug], "dry_run": True})
            for slug in ("bdorf", "cdorf")
        ]
    else:
        part = {"municipality": "01057057", "name": "Neudorf"}
        sent = [
            programs["ours"].send("POST", "/v1/catalog/parts", part | {"agency": s}) for s in ("yagentur", "zagentur")
        ]

    theirs, nobodys_ = (compared(answer, {0: "bdorf", 1: "cdorf"}) for answer in sent)
    assert theirs == nobodys_
    assert theirs[0] in {404, 422}
