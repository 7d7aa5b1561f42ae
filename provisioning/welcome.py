"""What `baukasten up` says when everything runs: the places, their addresses, and who can sign in."""

from collections.abc import Sequence

from django.conf import settings

from platform_core.place import absolute

FIRST_PLACE = "weslarn"  # whose people the greeting names; there are too many for all


def welcome() -> str:
    """Write the greeting with a table of places and one of demo people."""
    from provisioning.demo import demo_password
    from tenants.listing import places, sign_ins

    parts = ["", f"Baukasten is ready: {absolute(settings.DOMAIN).rstrip('/')}"]
    parts += [
        f"  Control panel: {absolute(f'panel.{settings.DOMAIN}')}",
        *_staff(),
        *table(("Place", "Kind", "Address"), places()),
    ]
    if people := sign_ins(FIRST_PLACE):
        parts += table(("Place", "Person", "E-mail", "Role"), people)
        parts += ["", f"  The password of all of them: {demo_password()}"]
        parts += ["  Every place has such people: .venv/bin/baukasten tenants --people"]
    return "\n".join([*parts, "", "Stop with Ctrl-C."])


def _staff() -> list[str]:
    """Who enters the control panel for a look, where they are."""
    from platform_core.accounts.models import Person
    from platform_core.scope import platform_scope
    from provisioning.demo import DEMO_STAFF

    with platform_scope():
        here = set(Person.objects.values_list("email", flat=True).filter(email__in=[each[0] for each in DEMO_STAFF]))
    found = [
        f"{email} ({'all places' if not slug else 'an agency'})" for email, _name, slug in DEMO_STAFF if email in here
    ]
    return [f"  To look around in it: {', '.join(found)}"] if found else []


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Write rows below a head, in columns; no rows, no table."""
    if not rows:
        return []
    lines = [head, *rows]
    widths = [max(len(str(line[column])) for line in lines) for column in range(len(head))]
    return [
        "",
        *(
            "  " + "  ".join(str(cell).ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in lines
        ),
    ]
