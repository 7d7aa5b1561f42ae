"""The walk's other half: tasks, commands and storages, each found by itself."""

from __future__ import annotations

import contextlib
import io
import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command, get_commands
from django.db import DataError, transaction
from django.tasks import Task

from platform_core import registry
from platform_core.jobs.backend import run_job
from platform_core.scope import platform_scope
from tests.isolation.canaries import label, models_here, text_fields
from tests.isolation.cast import values_of
from tests.isolation.factories import task_arguments
from tests.isolation.letters import UUID
from tests.isolation.storage import reached
from tests.isolation.walk import checksum, secrets_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOMS = ("platform_core", "tenants", "theming", "provisioning", "modules", *registry.packages())
APPS = ("platform_core", "tenants", "provisioning", "theming", "modules.")


def tasks() -> dict[str, Task]:
    """Every function decorated with django.tasks.task in any of our rooms."""
    found = {}
    for room in ROOMS:
        package = import_module(room)
        for info in pkgutil.walk_packages(package.__path__, f"{room}."):
            if not {"tests", "migrations", "__main__"} & set(info.name.removeprefix(room).split(".")):
                for value in vars(import_module(info.name)).values():
                    if isinstance(value, Task):
                        found[value.module_path] = value
    return found


def test_every_task_of_a_manifest_is_found():
    declared = {
        f"{task.run.__module__}.{task.run.__name__}" for each in registry.modules().values() for task in each.tasks
    }

    assert declared <= set(tasks())
    assert "platform_core.jobs.mail.send_mail" in tasks()


@pytest.mark.parametrize("name", sorted(tasks()))
def test_a_task_with_a_neighbours_values_stays_at_home(world, post, folders, name):
    here, there = world.houses["adorf"], world.houses["bdorf"]
    before, files = checksum(there), set(folders.rglob("*"))

    with contextlib.suppress(DataError), transaction.atomic():  # a value that does not fit is refused, too
        run_job(schema=here.schema, task=name, kwargs=task_arguments(tasks()[name], values_of(world, there)))

    assert checksum(there) == before
    new = {file for file in set(folders.rglob("*")) - files if file.is_file()}
    assert {file.parent.name for file in new} <= {here.schema}


#: Our commands, each with arguments to run it with, or the reason why it is not run here.
COMMANDS: dict[str, tuple[str, ...] | str] = {
    "address": ("adorf",),
    "apply": "writes regions from a file: tests/commands",
    "blueprint": ("list",),
    "catalog": "knows places of Germany and nothing of ours: tests/commands",
    "translations": "looks at the source only",
    "database": "makes roles on a server: tests/database",
    "doctor": (),
    "erase": ("adorf",),
    "export": "writes a file with everything, for the body that answers: provisioning/lifecycle/tests",
    "handover": ("adorf",),
    "live": "changes the state of a place that is named: platform_core/legal/tests",
    "migrate": (),
    "modules": ("adorf",),
    "place": ("adorf",),
    "plan": "reads a file and compares: tests/commands",
    "staff": "writes one public row, of a person who is named",
    "tenants": (),
    "token": ("list",),
    "up": "starts processes: tests/database",
    "worker": "its jobs are in test_crossings",
}


def commands() -> Iterator[str]:
    for name, app in get_commands().items():
        if str(app).startswith(APPS):
            yield name


def test_every_command_is_known_here():
    unknown = set(commands()) - set(COMMANDS)

    assert not unknown, (
        f"The walk does not know the commands {', '.join(sorted(unknown))}. Add each to COMMANDS in "
        "tests/isolation/test_inside.py with arguments to run it with, or with the reason why not."
    )


@pytest.mark.parametrize("name", [name for name, given in COMMANDS.items() if isinstance(given, tuple)])
def test_a_command_tells_nothing_of_people(world, name):
    if name not in set(commands()):
        pytest.skip("This command is gone; take it out of COMMANDS.")
    out, places = io.StringIO(), [house for house in world.houses.values() if house.place]
    before = [checksum(house) for house in places]
    with platform_scope(), contextlib.suppress(SystemExit):
        call_command(name, *COMMANDS[name], stdout=out, stderr=out)

    told = [cage for _word, cage in world.canaries.in_text(out.getvalue()) if "tenants.Tenant" not in cage]
    assert told == []
    assert not set(UUID.findall(out.getvalue())) & set(secrets_of(world))
    assert [checksum(house) for house in places] == before


@pytest.mark.parametrize(("house", "stranger"), [("adorf", "bdorf"), ("platform", "adorf"), ("adorf", "platform")])
def test_no_storage_reaches_a_neighbours_file(world, house, stranger):
    assert reached(world.houses[house], world.houses[stranger]) == []


def test_every_text_of_the_neighbour_has_a_canary(world):
    """A model without a row has no canary, and the walk would be blind for it."""
    there = world.houses["bdorf"]
    with there.scope:
        empty = [model._meta.label for model in models_here() if not model._base_manager.exists()]
        bare = [
            label(field)
            for model in models_here()
            for field in text_fields(model)
            if not model._base_manager.filter(**{f"{field.name}__contains": "k7"}).exists()
        ]

    assert not empty, f"{', '.join(empty)}: no row in Bdorf. Add one to _furnish() in tests/isolation/cast.py."
    assert bare == []
