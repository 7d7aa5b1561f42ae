"""Lists in parts: `limit` and `page`, the number of all, and the address of the next part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from ninja import Field, Schema

from provisioning.api.words import late as _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest

MOST = 200
USUAL = 50
LAST_PAGE = 100_000


class Paging(Schema):
    """The part of a list that is asked for."""

    limit: int = Field(USUAL, ge=1, le=MOST, description=_("How many at once."))
    page: int = Field(1, ge=1, le=LAST_PAGE, description=_("Which part, from 1."))


def page_of[Row, Shown](
    request: HttpRequest, found: QuerySet[Any, Row], paging: Paging, show: Callable[[Iterable[Row]], list[Shown]]
) -> dict[str, Any]:
    """The part, shown; a page behind the last one is empty."""
    total, start = found.count(), (paging.page - 1) * paging.limit
    items = show(found[start : start + paging.limit]) if start < total else []
    after = _address(request, paging) if start + paging.limit < total else None
    return {"items": items, "total": total, "next": after}


def _address(request: HttpRequest, paging: Paging) -> str:
    query = QueryDict(request.GET.urlencode(), mutable=True)
    query["page"] = str(paging.page + 1)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
