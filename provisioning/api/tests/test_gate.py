"""What every request to the API passes: token, rights, rate, body, and the documents that errors are."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from platform_core.scope import platform_scope
from provisioning.api import rates
from provisioning.api.models import Token
from provisioning.api.tests.conftest import Program
from provisioning.api.tokens import digest_of, revoke_token
from tests.support.visitor import Visitor

MEMBERS = {"type", "title", "status", "detail", "instance"}


def problem(response, status: int) -> dict[str, object]:
    """The document of an error of this status."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    said = response.json()
    assert set(said) >= MEMBERS
    assert said["status"] == status
    return said


# --- who ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer bk_", "Bearer bk_falsch", "Basic YTpi", "Bearer bk_ü", "bk_falsch"]
)
def test_without_a_valid_token_nothing_is_told(places, header):
    answer = Program(authorization=header).get("/v1/places")

    said = problem(answer, 401)
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert "bk_falsch" not in str(said)


def test_a_revoked_token_is_refused(program):
    asking = program("xagentur")
    with platform_scope():
        revoke_token(Token.objects.get(digest=digest_of(asking.secret)))

    problem(asking.get("/v1/me"), 401)


def test_an_expired_token_is_refused(program):
    asking = program("xagentur", expires_at=timezone.now() + timedelta(days=1))
    assert asking.get("/v1/me").status_code == 200
    with platform_scope():
        Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    problem(asking.get("/v1/me"), 401)


def test_a_token_that_reads_changes_nothing(program):
    reading = program("xagentur", scopes=("read",))

    assert reading.get("/v1/places/adorf").status_code == 200
    problem(reading.send("PATCH", "/v1/places/adorf", {"claim": "Neu"}), 403)
    assert reading.get("/v1/me").json()["scopes"] == ["read"]


def test_using_a_token_is_noted_once_a_minute(ours):
    ours.get("/v1/me")
    with platform_scope():
        first = Token.objects.get().used_at
    ours.get("/v1/me")
    with platform_scope():
        assert Token.objects.get().used_at == first


def test_only_a_digest_of_the_secret_is_kept_and_nothing_logs_it(ours, caplog):
    with caplog.at_level(logging.DEBUG):
        ours.get("/v1/places/gibt-es-nicht")
        ours.generic("POST", "/v1/bulk", b"{broken")

    with platform_scope():
        row = Token.objects.values().get()
    assert ours.secret not in str(row)
    assert ours.secret not in caplog.text


# --- no cookies, no session, no other origin ------------------------------------------------------
def test_no_cookie_is_set_and_no_session_made(ours):
    answers = [ours.get("/"), ours.get("/v1/places"), ours.get("/v1/nirgends"), ours.send("POST", "/v1/bulk", {})]

    assert [answer.cookies for answer in answers] == [{}, {}, {}, {}] or not any(each.cookies for each in answers)
    with platform_scope():
        assert Session.objects.count() == 0


def test_a_browser_that_is_signed_in_cannot_write(ours, bernd):
    ours.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32

    problem(ours.send("PATCH", "/v1/places/adorf", {"claim": "Neu"}), 403)


def test_another_origin_gets_no_leave_to_read_or_write(ours):
    asked = ours.generic("OPTIONS", "/v1/places", headers={"origin": "https://evil.example"})

    assert asked.status_code == 405
    assert not any(name.lower().startswith("access-control") for name in asked.headers)


def test_a_post_without_a_token_is_refused_as_json_and_not_as_a_page(places):
    problem(Program().send("POST", "/v1/bulk", {}), 401)


def test_signing_in_is_not_here(ours):
    assert ours.get("/konto/login/").status_code == 404
    assert ours.send("POST", "/sprache/", {}).status_code == 404
    assert ours.send("POST", "/darstellung/", {}).status_code == 404


def test_the_guard_still_stands_before_every_other_host(places, adorf):
    visitor = Visitor(adorf, headers={"sec-fetch-site": "cross-site"})

    assert visitor.post("/ideen/neu/", headers={"authorization": "Bearer bk_x"}).status_code == 403


# --- errors ---------------------------------------------------------------------------------------
def test_what_is_not_there_and_what_is_not_yours_is_the_same(ours):
    theirs, nobodys = ours.get("/v1/places/bdorf"), ours.get("/v1/places/cdorf")

    assert problem(theirs, 404)["detail"] == problem(nobodys, 404)["detail"]
    problem(ours.get("/v1/nirgends"), 404)
    problem(ours.get("/nirgends"), 404)


def test_errors_come_in_the_readers_language(ours):
    german, english = ours.get("/v1/places/x"), ours.get("/v1/places/x", headers={"accept-language": "en-GB, de;q=0.5"})

    assert german["Content-Language"] == "de"
    assert english["Content-Language"] == "en"
    assert english.json()["title"] == "There is nothing here"
    assert german.json()["title"] != english.json()["title"]


def test_a_method_that_an_address_does_not_take_is_named(ours):
    answer = ours.generic("DELETE", "/v1/places")

    problem(answer, 405)
    assert answer["Allow"] == "GET"


def test_wrong_fields_are_named_by_their_place(ours):
    said = problem(ours.send("PATCH", "/v1/places/adorf", {"look": {"accent": "rot"}, "colour": 1}), 422)

    assert {error["pointer"] for error in said["errors"]} == {"/look/accent", "/colour"}
    said = problem(ours.get("/v1/places?limit=viele"), 422)
    assert said["errors"][0]["parameter"] == "limit"


def test_what_breaks_on_our_side_says_nothing_of_it(ours, monkeypatch):
    monkeypatch.setattr("provisioning.api.resources.places.lines_of", lambda found: 1 / 0)

    said = problem(ours.get("/v1/places"), 500)
    assert "ZeroDivision" not in str(said)


# --- bodies ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"{", 400),
        (b"null", 422),
        (b"[]", 422),
        (b'"x"', 422),
        (b"\xff\xfe{}", 400),
        (b'{"claim": "\xc3\x28"}', 400),
        (b'{"claim": "a\\u0000b"}', 400),
        (b'{"a\\u0000b": 1}', 400),
        (b'{"claim": "\\ud800"}', 400),
        (b'{"claim": 1e999}', 400),
        (b'{"claim": NaN}', 400),
        (b'{"claim": ' + b"9" * 5000 + b"}", 400),
        (b'{"claim": 12345678901234567890}', 400),
        (b'{"claim": ' + b"[" * 50 + b"]" * 50 + b"}", 400),
        (b"[" * 100_000, 400),
        (b'{"a":' * 50_000, 400),
        (b'{"claim": "' + b"x" * 1_100_000 + b'"}', 413),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_bodies_that_cannot_be_taken_are_refused(ours, body, status):
    problem(ours.generic("PATCH", "/v1/places/adorf", body), status)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_only_json_is_taken(ours, kind):
    problem(ours.generic("PATCH", "/v1/places/adorf", b'{"claim": "x"}', content_type=kind), 415)


@pytest.mark.parametrize(
    "path",
    [
        "/v1/places/a%00b",
        "/v1/places?q=%00",
        "/v1/places?q=a&q=%00",
        "/v1/places?%00=1",
        "/v1/catalog/%00",
        "/v1/catalog/%ff%fe",
        "/v1/catalog?q=%ff",
        "/v1/places/%F0%9F%92%A9",
        "/v1/places?limit=99999999999999999999999",
        "/v1/places?page=-1",
        "/v1/places?q=" + "x" * 5000,
        "/v1/places/" + "x" * 3000,
        "/v1/bulk/not-a-uuid",
        "/v1/places/../../etc/passwd",
    ],
)
def test_strange_addresses_are_refused(ours, path):
    answer = ours.get(path)

    assert answer.status_code == 200 or problem(answer, answer.status_code)["status"] < 500


# --- how often ------------------------------------------------------------------------------------
def test_beyond_the_rate_it_says_when_to_ask_again(ours, theirs, settings, monkeypatch):
    settings.LIMITS = True
    monkeypatch.setattr(rates, "MOST", 3)

    answers = [ours.get("/v1/me") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[0]["RateLimit"].startswith('"token";r=2;t=')
    assert answers[0]["RateLimit-Policy"] == '"token";q=3;w=60'
    problem(answers[3], 429)
    assert 1 <= int(answers[3]["Retry-After"]) <= 60
    assert theirs.get("/v1/me").status_code == 200


def test_after_the_window_the_token_may_ask_again(ours, settings, monkeypatch):
    settings.LIMITS = True
    monkeypatch.setattr(rates, "MOST", 1)
    ours.get("/v1/me")
    with platform_scope():
        from provisioning.api.models import Tally

        Tally.objects.update(until=timezone.now() - timedelta(seconds=1))

    assert ours.get("/v1/me").status_code == 200
