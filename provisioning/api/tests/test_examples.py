"""Examples of the document are sent as they stand and answered in the shape they show."""

from __future__ import annotations

import json

import pytest

from platform_core.scope import platform_scope
from provisioning.api.tests.conftest import behind
from provisioning.api.tests.prepared import arguments, as_here, prepare
from provisioning.api.tests.test_document import NAMES, OPERATIONS

#: Objects whose members differ from case to case.
FREE = {"before", "after", "choice", "content"}


def differs(shown, answered, where: str = "") -> str:
    """Where an answer has not the shape of the example; null and empty lists may stand for anything."""
    if shown in (None, []) or answered in (None, []):
        return ""
    if isinstance(shown, dict) and isinstance(answered, dict):
        if shown.keys() != answered.keys():
            return f"{where}: {sorted(shown.keys() ^ answered.keys())}"
        inner = (differs(shown[name], answered[name], f"{where}/{name}") for name in shown if name not in FREE)
        return next((each for each in inner if each), "")
    if isinstance(shown, list) and isinstance(answered, list):
        return differs(shown[0], answered[0], f"{where}/0")
    numbers = {type(shown), type(answered)} <= {int, float}
    return "" if numbers or type(shown) is type(answered) else f"{where}: {answered!r} in place of {shown!r}"


@pytest.mark.parametrize(("path", "method", "told"), OPERATIONS, ids=NAMES)
def test_an_example_is_answered_as_it_shows(operator, harmless, path, method, told):
    behind(operator)
    with platform_scope():
        prepare(told["operationId"])
        path = path.format(**arguments(told))
    needed = [each for each in told["parameters"] if each["in"] == "query" and each["required"]]
    query = "&".join(f"{each['name']}={each['schema']['examples'][0]}" for each in needed)
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")
    sent = json.loads(as_here(json.dumps(body))) if body is not None else None

    answer = operator.send(method.upper(), f"{path}?{query}" if query else path, sent)

    status, response = next(iter(told["responses"].items()))
    assert answer.status_code == int(status), answer.content
    if "content" in response:
        assert not differs(response["content"]["application/json"]["example"], answer.json())
