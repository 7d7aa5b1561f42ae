"""The login that may create roles, schemas and tables, for the length of a `with` block."""

from __future__ import annotations

import contextlib
import copy
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

from platform_core.scope import DDL_ROLE

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def ddl_login() -> Iterator[None]:
    """Use a connection of the role `app_ddl` as this thread's default connection.

    Its own physical connection, outside of the pool. Code inside still opens
    its scope, and everything it does may stand in one transaction.
    """
    own = connections.create_connection(DEFAULT_DB_ALIAS)
    own.settings_dict = copy.deepcopy(own.settings_dict)
    own.settings_dict.update(USER=DDL_ROLE, CONN_MAX_AGE=0)
    own.settings_dict["OPTIONS"].pop("pool", None)
    if settings.DDL_PASSWORD:
        own.settings_dict["PASSWORD"] = settings.DDL_PASSWORD
    before = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = own
    try:
        yield
    finally:
        own.close()
        connections[DEFAULT_DB_ALIAS] = before
