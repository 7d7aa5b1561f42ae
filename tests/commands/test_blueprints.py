"""Blueprints: every block they name exists in one of their modules, and stands in one column."""

from __future__ import annotations

import pytest

from platform_core import registry
from provisioning.blueprints import blueprint, names


@pytest.mark.parametrize("name", names())
def test_every_block_of_a_blueprint_is_one_of_its_modules(name):
    plan = blueprint(name)
    offered = {block.template for module in plan.modules for block in registry.modules()[module].blocks}

    assert set(plan.home) <= offered
    assert set(plan.side) <= set(plan.home)
    assert len(set(plan.home)) == len(plan.home)
