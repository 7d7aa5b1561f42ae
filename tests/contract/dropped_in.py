"""A process whose only new thing is one folder with a module: does everything work?

Run with the module's package as argument, in a database of its own. Prints what it saw as JSON.
"""

from __future__ import annotations

import json
import os
import sys

import django
from django.core.management import call_command


def main(package: str) -> None:
    django.setup()
    from platform_core.scope import platform_scope
    from provisioning.schema import migrate_platform

    name = package.rsplit(".", 1)[-1]
    with platform_scope():
        call_command("makemigrations", name, verbosity=0)
    migrate_platform()
    print(json.dumps(observed(name)))


def observed(name: str) -> dict[str, object]:
    """What visitors of two places see, and what becomes of a contribution."""
    from platform_core import registry
    from tenants.postgres.ddl import ddl_login
    from tests.contract.rows import contribute
    from tests.fixtures import make_person
    from tests.support.places import make_agency, make_place
    from tests.support.visitor import Visitor

    module = registry.modules()[name]
    agency = make_agency("agentur", "Region")
    with ddl_login():
        having = make_place(agency, "mitdorf", "Mitdorf", modules=(name,))
        lacking = make_place(agency, "ohnedorf", "Ohnedorf", modules=())
    anna = make_person(having, "Anna Beispiel")
    from platform_core.scope import place_scope

    with place_scope(having):
        item = contribute(module.kinds[0].model, anna, "Ein Fundstück")
        path = item.get_absolute_url()
    page = f"/{module.path}/"
    return {
        "list": [Visitor(place).get(page).status_code for place in (having, lacking)],
        "detail": [Visitor(place).get(path).status_code for place in (having, lacking)],
        "in menu": [page in Visitor(place).get("/").text for place in (having, lacking)],
        "on home page": ["Ein Fundstück" in Visitor(place).get("/").text for place in (having, lacking)],
        "in search": ["Ein Fundstück" in Visitor(place).get("/suche/?q=Fund").text for place in (having, lacking)],
    }


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "platform_core.settings")
    main(sys.argv[1])
