"""The `baukasten` command line: our commands and Django's own."""

from __future__ import annotations

import os
import sys


def main(arguments: list[str] | None = None) -> None:
    """Run one command, inside the platform's scope like everything that is not about one place."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "platform_core.settings")
    os.environ.setdefault("BAUKASTEN_POOL_MAX", "0")  # one command, one connection; the server has a pool
    from django.core.management import execute_from_command_line

    from platform_core.audit.actor import COMMAND, acting_as
    from platform_core.contract import BrokenModule
    from platform_core.scope import platform_scope

    try:
        with platform_scope(), acting_as(lambda: COMMAND):
            execute_from_command_line(["baukasten", *(sys.argv[1:] if arguments is None else arguments)])
    except BrokenModule as broken:
        sys.exit(f"{broken}\nSee “A module in ten minutes” in README.md.")


if __name__ == "__main__":
    main()
