"""`python -m tests.bench.session PLACE EMAIL`: opens a session and writes its cookie."""

from __future__ import annotations

import os
import sys

import django


def main(slug: str, email: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "platform_core.settings")
    django.setup()
    from django.conf import settings
    from django.db import connection

    from platform_core.accounts.models import Person
    from platform_core.scope import place_scope, platform_scope
    from tenants.addresses import place_of, tenants
    from tests.support.visitor import Visitor

    with platform_scope():
        place = place_of(tenants().get(slug=slug))
    with place_scope(place):
        visitor = Visitor(place).sign_in(Person.objects.get(email=email))
    print(f"{settings.SESSION_COOKIE_NAME}={visitor.cookies[settings.SESSION_COOKIE_NAME].value}")
    connection.close_pool()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
