"""Idempotency keys: a POST that is sent twice acts once."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from platform_core.scope import platform_scope
from provisioning.api.models import KeptAnswer
from provisioning.api.resources import places as resource
from provisioning.api.tests.conftest import Program, access
from provisioning.control_panel.models import Note

NOTES = "/v1/places/adorf/notes"


def notes() -> int:
    with platform_scope():
        return Note.objects.count()


@pytest.mark.parametrize("key", ["", " ", "a b", "ä", "x" * 201])
def test_a_post_needs_a_key(ours, key):
    answer = ours.generic("POST", NOTES, b'{"text": "Hallo"}', headers={"idempotency-key": key} if key else {})

    assert answer.status_code == 400
    assert notes() == 0


def test_the_same_request_again_gets_the_same_answer(ours):
    first = ours.send("POST", NOTES, {"text": "Hallo"}, key="eins")
    again = ours.send("POST", NOTES, {"text": "Hallo"}, key="eins")

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert again["Content-Type"] == first["Content-Type"]
    assert notes() == 1


def test_another_request_with_the_same_key_is_refused(ours):
    ours.send("POST", NOTES, {"text": "Hallo"}, key="eins")

    assert ours.send("POST", NOTES, {"text": "Anders"}, key="eins").status_code == 422
    assert ours.send("POST", "/v1/places/xregion/notes", {"text": "Hallo"}, key="eins").status_code == 422
    assert notes() == 1


def test_keys_of_other_tokens_are_others(ours, operator):
    ours.send("POST", NOTES, {"text": "Hallo"}, key="eins")

    assert "Idempotency-Replayed" not in operator.send("POST", NOTES, {"text": "Hallo"}, key="eins")
    assert notes() == 2


def test_after_a_refusal_the_key_is_free(ours):
    assert ours.send("POST", NOTES, {"text": ""}, key="eins").status_code == 422
    assert ours.send("POST", NOTES, {"text": "Besser"}, key="eins").status_code == 201


def test_while_the_first_one_runs_the_second_waits_outside(ours, monkeypatch):
    inner = {}
    real = resource.reach_of

    def asking_again(request):
        if not inner:
            inner["status"] = 0
            answer = Program(ours.secret).send("POST", NOTES, {"text": "Hallo"}, key="eins")
            inner.update(status=answer.status_code, retry=answer["Retry-After"])
        return real(request)

    monkeypatch.setattr(resource, "reach_of", asking_again)

    assert ours.send("POST", NOTES, {"text": "Hallo"}, key="eins").status_code == 201
    assert inner == {"status": 409, "retry": "1"}
    assert notes() == 1


def test_a_request_whose_process_died_can_be_sent_again(ours):
    ours.send("POST", NOTES, {"text": "Hallo"}, key="eins")
    with platform_scope():
        KeptAnswer.objects.update(status=0, started_at=timezone.now() - timedelta(minutes=6))

    assert ours.send("POST", NOTES, {"text": "Hallo"}, key="eins").status_code == 201


def test_after_a_day_the_answer_is_forgotten(ours):
    ours.send("POST", NOTES, {"text": "Hallo"}, key="eins")
    with platform_scope():
        KeptAnswer.objects.update(started_at=timezone.now() - timedelta(hours=25))

    assert "Idempotency-Replayed" not in ours.send("POST", NOTES, {"text": "Hallo"}, key="eins")


@pytest.mark.django_db(transaction=True)
def test_twelve_at_once_make_one(django_db_setup):
    secret = access("xagentur").secret
    statuses = []

    def send():
        try:
            statuses.append(Program(secret).send("POST", NOTES, {"text": "Hallo"}, key="eins").status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert notes() == 1
    assert set(statuses) <= {201, 409}
    assert 201 in statuses
