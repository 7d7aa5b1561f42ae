"""`python -m tests.bench [provisioning] [pages] [queries] [volume] [catalog] [panel]`: figures and ratios, measured side by side in one run."""

from __future__ import annotations

import argparse
import os
from importlib import import_module

import django

PARTS = {
    "provisioning": "one place per blueprint beside django-tenants and its clone, with few and many places; migrating all",
    "pages": "requests per second of real pages from the real server",
    "queries": "questions to the database per page, for one thing and for three",
    "catalog": "finding places among all of Germany's, as people spell them",
    "panel": "the panel's list with 1,000 places",
    "volume": "pages and search of a place with 5,000 ideas and 50,000 comments",
}


def main() -> None:
    what = "; ".join(f"{name}: {said}" for name, said in PARTS.items())
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=f"Measures. {what}.")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="what to measure; without: everything")
    chosen = parser.parse_args().parts or list(PARTS)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    for name in chosen:
        print(f"\n{name} – {PARTS[name]}")
        import_module(f"tests.bench.{name}").measure()


if __name__ == "__main__":
    main()
