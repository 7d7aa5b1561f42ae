"""Django's ASGI handler, with the whole of a request in one thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase


class OneThreadHandler(ASGIHandler):
    """Runs middlewares, view and error page of a request in the request's own thread.

    Django itself draws error pages in a thread that outlives the request. The database connection of such a thread
    was never given back: the end of a request is told to its own thread only. Error pages would have used up the pool.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase = await sync_to_async(self.get_response, thread_sensitive=True)(request)
        return response
