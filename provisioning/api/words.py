"""Texts of the OpenAPI document: written in the reader's language, wherever a library expects plain ones."""

from __future__ import annotations

from typing import cast

from django.utils.translation import gettext_lazy


def late(text: str) -> str:
    """A text that is translated when it is written. Import it as `_`, so that the catalogues find it."""
    return cast("str", gettext_lazy(text))
