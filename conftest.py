"""Fixtures for all tests, wherever they live."""

pytest_plugins = ["tests.fixtures", "tests.summary"]
