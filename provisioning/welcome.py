"""What `baukasten up` says when everything runs: the places, their addresses, and who can sign in."""

from collections.abc import Sequence

from django.conf import settings

FIRST_PLACE = "weslarn"  # whose people the greeting names; there are too many for all


def welcome() -> str:
    """Write the greeting with a table of places and one of demo people."""
    from provisioning.demo import demo_password
    from tenants.listing import places, sign_ins

    address = f"{settings.SCHEME}://{settings.DOMAIN}"
    if settings.PUBLIC_PORT not in (80, 443):
        address += f":{settings.PUBLIC_PORT}"
    parts = ["", f"Baukasten is ready: {address}", *table(("Place", "Kind", "Address"), places())]
    if people := sign_ins(FIRST_PLACE):
        parts += table(("Place", "Person", "E-mail", "Role"), people)
        parts += ["", f"  The password of all of them: {demo_password()}"]
        parts += ["  Every place has such people: .venv/bin/baukasten tenants --people"]
    return "\n".join([*parts, "", "Stop with Ctrl-C."])


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
