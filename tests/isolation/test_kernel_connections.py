"""Connections of the kernel: their time zone, their death, and the second login for making tables."""

from __future__ import annotations

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, OperationalError, connection, connections
from django.test import override_settings

from platform_core.contributions.models import Counter
from platform_core.scope import place_scope, platform_scope
from tenants.postgres.ddl import ddl_login
from tests.isolation.asking import ask, outside, who
from tests.isolation.test_kernel import here

committing = pytest.mark.django_db(transaction=True)


@committing
def test_another_time_zone_needs_no_set_config(adorf):
    with place_scope(adorf):
        who()
        with override_settings(TIME_ZONE="Asia/Tokyo", USE_TZ=False):
            assert ask("SHOW TimeZone") == "Asia/Tokyo"
            assert who() == here(adorf)


@committing
def test_a_dead_connection_is_reported_in_djangos_words_and_replaced(adorf, bdorf):
    with place_scope(adorf):
        _terminate(ask("SELECT pg_backend_pid()"))
    with place_scope(bdorf), pytest.raises(OperationalError):
        who()
    connection.close_if_unusable_or_obsolete()

    with place_scope(bdorf):
        assert who() == here(bdorf)


@committing
def test_the_next_request_survives_a_dead_connection(adorf, bdorf):
    with place_scope(adorf):
        _terminate(ask("SELECT pg_backend_pid()"))
    connection.close_at = None  # as with persistent connections
    connection.health_check_enabled, connection.health_check_done = True, False

    with place_scope(bdorf):
        assert who() == here(bdorf)


def _terminate(pid: int) -> None:
    with outside() as admin:
        admin.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


@committing
def test_the_ddl_login_ends_with_its_block(adorf):
    before = connections["default"]
    for scope in (place_scope(adorf, ddl=True), platform_scope(ddl=True)):
        with ddl_login(), scope:
            assert (ask("SELECT session_user::text"), who()[0]) == ("app_ddl", "app_ddl")
            inside = connections["default"]
        assert inside.connection is None, "closed"
        assert connections["default"] is before

    with pytest.raises(ImproperlyConfigured), ddl_login():
        raise ImproperlyConfigured

    assert connections["default"] is before
    with place_scope(adorf):
        assert (ask("SELECT session_user::text"), who()) == ("app", here(adorf))


@committing
def test_the_login_of_requests_never_becomes_the_owner_of_the_tables(adorf):
    with place_scope(adorf, ddl=True), pytest.raises(DatabaseError, match="permission denied"):
        who()
    with place_scope(adorf):
        assert who() == here(adorf)


@committing
def test_a_driver_error_never_comes_through_unwrapped(adorf):
    with place_scope(adorf), pytest.raises(DatabaseError) as caught:
        Counter.objects.raw("SELECT * FROM nowhere")[0]

    assert isinstance(caught.value.__cause__, psycopg.Error)
