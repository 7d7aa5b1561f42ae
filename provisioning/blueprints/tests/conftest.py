"""Villages of one test alone, committed, so that they can be switched and brought along."""

from tests.contract.conftest import make_village

__all__ = ["make_village"]
