"""Whatever is sent to the API, it never breaks: requests made from the document itself, good and bad ones."""

from __future__ import annotations

import json

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from platform_core.scope import platform_scope
from provisioning.api.tests.conftest import access, behind
from provisioning.api.tests.prepared import arguments, as_here, prepare
from provisioning.api.tests.test_document import NAMES, OPERATIONS, v1

STRANGE = (
    None,
    True,
    -1,
    0,
    10**17,
    1.5,
    -1e300,
    "",
    "a\x00b",
    "\ud800",
    "ä" * 5000,
    "' OR 1=1 --",
    "../../etc",
    [],
    [[]],
    {},
    {"x": 1},
)


def ask(program, told, case) -> None:
    """Send what was made, and look at the answer."""
    sent = case.as_transport_kwargs()
    headers = {name: str(value) for name, value in sent["headers"].items() if name.lower() == "idempotency-key"}
    url = sent["url"].removeprefix("https://api.bk.test")
    body = sent.get("data") or b""
    if sent.get("json") is not None:
        body = json.dumps(sent["json"], default=str).encode()
    answer = program.generic(sent["method"], url, body, headers=headers, query_params=sent.get("params") or {})
    assert answer.status_code < 500, (sent, answer.content)
    if answer.status_code >= 400:
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == answer.status_code
    else:
        assert str(answer.status_code) in told["responses"]


def leaves(document, path=()):
    """Where the values of a document are."""
    if isinstance(document, dict | list):
        for key, each in document.items() if isinstance(document, dict) else enumerate(document):
            yield (*path, key)
            yield from leaves(each, (*path, key))


def spoilt(document, path, value):
    """The document with another value in one place."""
    copy = json.loads(json.dumps(document))
    inner = copy
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return copy


@pytest.fixture
def asked(places, harmless):
    """Everything that an operation can be asked about is there; a program of the platform."""

    def prepared(told):
        with platform_scope():
            prepare(told["operationId"])
            return behind(access()), {name: str(value) for name, value in arguments(told).items()}

    return prepared


@pytest.mark.parametrize("examples", [12, pytest.param(400, marks=pytest.mark.long)], ids=["short", "long"])
@pytest.mark.parametrize(("path", "method", "told"), OPERATIONS, ids=NAMES)
def test_no_request_breaks_it(asked, path, method, told, examples):
    program, known = asked(told)
    operation = schemathesis.openapi.from_dict(v1.document())[path][method.upper()]
    good = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    bad = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @settings(
        max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=good | bad, there=st.booleans())
    def everything(case, there):
        for name in case.path_parameters or {}:
            if there and name in known:
                case.path_parameters[name] = known[name]
        ask(program, told, case)

    everything()


BODIES = [
    (path, method, told, json.loads(as_here(json.dumps(media["example"]))))
    for path, method, told in OPERATIONS
    for media in told.get("requestBody", {}).get("content", {}).values()
]


@pytest.mark.parametrize(
    ("path", "method", "told", "body"), BODIES, ids=[told["operationId"] for _, _, told, _ in BODIES]
)
def test_no_single_strange_value_breaks_it(asked, path, method, told, body):
    program, known = asked(told)
    filled = path.format(**known)

    for where in list(leaves(body)):
        for value in STRANGE:
            sent = spoilt(body, where, value)
            answer = program.send(method.upper(), filled, sent)
            assert answer.status_code < 500, (where, value, answer.content)
