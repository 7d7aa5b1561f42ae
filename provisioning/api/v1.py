"""Version 1 of the API: all its operations, and the document that describes them."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from ninja.security import HttpBearer

from platform_core.place import absolute
from provisioning.api.once import HEADER, KEY
from provisioning.api.problem import CONTENT_TYPE
from provisioning.api.reach import Reach, reach_of
from provisioning.api.resources import (
    addresses,
    blueprints,
    care,
    catalog,
    life,
    many,
    module_exports,
    modules,
    orders,
    people,
    places,
    platform,
)
from provisioning.api.schemas import ProblemShape
from provisioning.api.words import late as _

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from ninja.operation import Operation

TITLE = _("Baukasten: the API")
INTRO = _("Everything that the control panel does with places, for programs of agencies and operators.")
ROUTERS = (
    places.router,
    life.router,
    addresses.router,
    modules.router,
    module_exports.router,
    orders.router,
    blueprints.router,
    many.router,
    platform.router,
    people.router,
    care.router,
    catalog.router,
)
PREFIX = "/v1/"


class Access(HttpBearer):
    """The token of the request; the gate has found it already."""

    def authenticate(self, request: HttpRequest, token: str) -> Reach:
        return reach_of(request)


class Read(Parser):
    """Hands on the body that the gate has read and checked."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        found: dict[str, Any] = request.json  # type: ignore[attr-defined]
        return found


class Api(NinjaAPI):
    """Operations are called what their functions are called."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


def _hand_on(request: HttpRequest, problem: Any) -> HttpResponse:
    """The gate writes the document of every error."""
    raise problem


api = Api(
    title="Baukasten",
    version="1",
    urls_namespace="v1",
    openapi_url=None,
    docs_url=None,
    auth=Access(),
    parser=Read(),
)
for router in ROUTERS:
    api.add_router("", router)
for sort in (HttpError, ValidationError, Exception):
    api.add_exception_handler(sort, _hand_on)


def document() -> dict[str, Any]:
    """The OpenAPI document in the active language."""
    return _document(translation.get_language() or "de")


@functools.cache
def _document(language: str) -> dict[str, Any]:
    made = api.get_openapi_schema(path_prefix=PREFIX)
    made["info"] |= {"title": TITLE, "description": INTRO}
    made["servers"] = [{"url": absolute(f"api.{settings.DOMAIN}").rstrip("/")}]
    made["components"]["schemas"]["Problem"] = ProblemShape.model_json_schema(
        ref_template="#/components/schemas/{model}"
    )
    made["components"]["schemas"] |= made["components"]["schemas"]["Problem"].pop("$defs", {})
    for path in made["paths"].values():
        for method, operation in path.items():
            _complete(method, operation)
    found: dict[str, Any] = json.loads(json.dumps(made, cls=DjangoJSONEncoder))
    return found


def _complete(method: str, operation: dict[str, Any]) -> None:
    """What holds for every operation: errors, and the key of a POST."""
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    said = {"description": str(_("An error")), "content": {CONTENT_TYPE: problem}}
    operation["responses"]["default"] = said
    if method == "post":
        schema = {"type": "string", "pattern": f"^{KEY.pattern.removesuffix(r'\Z')}$"}
        about = _("A key of your own for this request, for example a UUID. Sent again with it, it acts only once.")
        operation["parameters"].append(
            {"in": "header", "name": HEADER, "required": True, "schema": schema, "description": str(about)}
        )
