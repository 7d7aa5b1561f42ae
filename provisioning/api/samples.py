"""Modules that examples speak of: those a village begins with, so that no example names one that is not there."""

from __future__ import annotations

from platform_core import registry
from provisioning.blueprints import blueprint

VILLAGE = sorted(blueprint("village").modules)
ONE, ANOTHER = VILLAGE[:2]
#: Where residents find the first of them in a place.
ADDRESS = f"https://weslarn.example.org/{registry.modules()[ONE].path}/"
