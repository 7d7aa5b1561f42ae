"""A process that provisions places in children of its own, and kills them where it is told to.

Reads one wish per line and answers with one line each. Django starts once; every
child is forked from there, before any connection is open.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    type Wish = dict[str, Any]

MODULES = ("ideas",)
READY = "ready"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    if files := os.environ.get("FAULTS_FILES"):
        settings.DATA_FOLDER, settings.MEDIA_ROOT = Path(files), Path(files) / "files"
    print(READY, flush=True)
    for line in sys.stdin:
        print(json.dumps(children_of(json.loads(line))), flush=True)


def children_of(wish: Wish) -> list[dict[str, int]]:
    """Fork one child per schema name of the wish, let them start together, and say how each ended."""
    waiting, go = os.pipe()
    children = []
    for schema in wish["schemas"]:
        child = os.fork()
        if child == 0:
            os.close(go)
            os.read(waiting, 1)  # returns when the parent closes its end
            os._exit(ended(wish, schema))
        children.append(child)
    os.close(waiting)
    os.close(go)
    endings = [os.waitpid(child, 0)[1] for child in children]
    return [{"signal": os.WTERMSIG(status), "code": os.waitstatus_to_exitcode(status)} for status in endings]


def ended(wish: Wish, schema: str) -> int:
    """Do what is wished; 0 for done, 1 for an error that is on stderr."""
    try:
        DEEDS[wish["do"]](wish, schema)
    except Exception:  # noqa: BLE001  # whatever it is: a forked child must end here
        traceback.print_exc()
        return 1
    return 0


def migrate(wish: Wish, _schema: str) -> None:
    from provisioning.schema import migrate_platform
    from tests.support.places import make_agency

    migrate_platform()
    for slug in (wish["agency"], *wish.get("agencies", [])):
        make_agency(slug, "Region")


def provision_one(wish: Wish, schema: str) -> None:
    """Provision the wished place under a schema name the test knows, counting statements."""
    from platform_core.place import PlaceKind
    from platform_core.scope import platform_scope
    from provisioning.steps import PlaceOrder, provision
    from tenants.models import Agency, Tenant
    from tenants.postgres.ddl import ddl_login

    Tenant._meta.get_field("schema_name")._get_default = lambda: schema
    order = PlaceOrder(slug=wish["slug"], name="Probedorf", kind=PlaceKind.VILLAGE, body="gemeinde", modules=MODULES)
    with platform_scope():
        agency = Agency.objects.get(slug=wish["agency"]).pk
    counter = Counter(wish["kill"])
    with ddl_login(), connection.execute_wrapper(counter):
        kill_around_commit(wish["kill"])
        provision(agency, order)
    if wish.get("count_to"):
        Path(wish["count_to"]).write_text(str(counter.seen), encoding="ascii")


def submit(wish: Wish, _schema: str) -> None:
    """Order the wished places."""
    from platform_core.scope import platform_scope
    from provisioning.orders import actions
    from tenants.models import Agency

    body = {"key": "gemeinde", "name": "Gemeinde", "land": "NW"}
    facts = {"kind": "village", "body": "gemeinde", "modules": list(MODULES)}
    places = [{"slug": slug, "name": slug.capitalize(), **facts} for slug in wish["slugs"]]
    with platform_scope():
        draft = actions.start_draft(agency=Agency.objects.get(slug=wish["agency"]), title=wish["slugs"][0])
        actions.submit(actions.set_wanted(draft, wanted={"body": [body], "place": places}))


def work(wish: Wish, _schema: str) -> None:
    """Be the worker that has the order, under schema names the test knows, counting statements."""
    from platform_core.scope import platform_scope
    from provisioning.orders import jobs
    from provisioning.orders.models import Order
    from tenants.models import Tenant
    from tenants.postgres.ddl import ddl_login

    names, counter = iter(wish["names"]), Counter(wish["kill"])
    Tenant._meta.get_field("schema_name")._get_default = lambda: next(names)

    @contextlib.contextmanager
    def counted() -> Iterator[None]:
        with ddl_login(), connection.execute_wrapper(counter):
            kill_around_commit(wish["kill"])
            yield

    jobs.ddl_login = counted
    with platform_scope():
        jobs.carry_out.func(str(Order.objects.get(title=wish["slugs"][0]).pk))
    if wish.get("count_to"):
        Path(wish["count_to"]).write_text(str(counter.seen), encoding="ascii")


def order(wish: Wish, _name: str) -> None:
    """Submit an order of an agency; its key is written into the file `to`."""
    from platform_core.scope import platform_scope
    from provisioning.orders import actions
    from tenants.models import Agency

    places = [
        {"slug": slug, "name": slug.capitalize(), "kind": "village", "body": "gemeinde", "modules": list(MODULES)}
        for slug in wish["slugs"]
    ]
    body = {"key": "gemeinde", "name": "Gemeinde Probe", "land": "NW"}
    with platform_scope():
        draft = actions.start_draft(agency=Agency.objects.get(slug=wish["agency"]), title="Probe")
        submitted = actions.submit(actions.set_wanted(draft, wanted={"body": [body], "place": places}))
    Path(wish["to"]).write_text(str(submitted.pk), encoding="ascii")


def carry_out(wish: Wish, key: str) -> None:
    """Carry an order out as the job worker does, counting the statements of the login that makes places."""
    from provisioning.orders import jobs
    from tenants.postgres import ddl

    counter = Counter(wish["kill"], stop=wish.get("stop"), sign=wish.get("sign", ""))
    real = ddl.ddl_login

    @contextlib.contextmanager
    def counted() -> Iterator[None]:
        with real(), connection.execute_wrapper(counter):
            yield

    jobs.ddl_login = counted
    jobs.carry_out.func(key)
    if wish.get("count_to"):
        Path(wish["count_to"]).write_text(str(counter.seen), encoding="ascii")


def resume(wish: Wish, key: str) -> None:
    """Go on with what has stopped in an order."""
    from platform_core.scope import platform_scope
    from provisioning.orders import actions
    from provisioning.orders.models import Order

    with platform_scope():
        actions.resume(Order.objects.get(pk=key))


def find(wish: Wish, _name: str) -> None:
    """What `baukasten doctor` would find, one thing per line of the file `to`."""
    from provisioning.repair import find as findings

    Path(wish["to"]).write_text("\n".join(map(str, findings())), encoding="utf-8")


class Counter:
    """Counts statements; before the one that was named, the process dies, or stops and leaves a sign of it."""

    def __init__(self, kill: int | str | None, *, stop: int | None = None, sign: str = "") -> None:
        self.kill, self.stop, self.sign = kill, stop, sign
        self.seen = 0

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        self.seen += 1
        if self.seen == self.kill:
            die()
        if self.seen == self.stop:
            Path(self.sign).write_text(str(os.getpid()), encoding="ascii")
            os.kill(os.getpid(), signal.SIGSTOP)
        return execute(*args)


def kill_around_commit(moment: int | str | None) -> None:
    own = connections[DEFAULT_DB_ALIAS]
    commit = own._commit

    def dying() -> None:
        if moment == "before commit":
            die()
        commit()
        if moment == "after commit":
            die()

    own._commit = dying


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


DEEDS: dict[str, Callable[[Wish, str], None]] = {
    "migrate": migrate,
    "provision": provision_one,
    "order": order,
    "carry_out": carry_out,
    "submit": submit,
    "work": work,
    "resume": resume,
    "find": find,
}

if __name__ == "__main__":
    main()
