"""How strictly requests are read: a DTO for bodies, and a `before_request` hook for everything else.

Both come after the guards, so that nobody who may not call is told what is wrong with what they send.
"""

from typing import Any, Final, Generic, TypeVar, cast

import msgspec
from litestar import Request
from litestar.dto import AbstractDTO, DTOConfig
from litestar.handlers import HTTPRouteHandler
from litestar.plugins import ReceiveRoutePlugin
from litestar.routes import BaseRoute
from litestar.typing import FieldDefinition

from shop_http.errors import NotFound
from shop_http.litestar_internals import body_type_of, handlers_of, parameters_of, reads_body_with
from shop_http.request_body import check_json, check_plain
from shop_http.request_info import RequestInfo, request_info
from shop_http.schemas.decoding import read_body, read_query
from shop_http.schemas.paging import PageQuery
from shop_http.schemas.request_types import BodySchema, QuerySchema, RawPathParam
from shop_http.schemas.strict_json import text_error

T = TypeVar("T")
LONGEST_PATH_PARAMETER: Final = 255
_INPUT: Final = "input"


class NoQuery(QuerySchema, frozen=True, kw_only=True):
    """A route without query parameters."""


class NoBody(BodySchema, frozen=True, kw_only=True):
    """A route that takes nothing in a body; an object without fields says nothing either."""


class RouteInput(msgspec.Struct, frozen=True, kw_only=True):
    """What a route takes, told by the parameters of its handler."""

    query: type[QuerySchema]
    path: frozenset[str]
    """The names of the parts of the path that vary."""
    texts: frozenset[str]
    """The parts of the path that must look like text of ours to be found."""
    body: Any
    """The type of the JSON body, or None."""
    is_raw: bool
    """Whether the request is handed over as it came, to be judged by its signature."""
    ignores_query: bool
    """Whether programs on a link's way may append to it what they like."""
    is_form: bool
    """Whether the body is a form, which Litestar reads."""

    @property
    def is_mute(self) -> bool:
        """Tell whether a body could change nothing, so that one that says something is refused."""
        return self.body is None and not self.is_raw and not self.is_form


def input_of(handler: Any) -> RouteInput | None:  # noqa: ANN401 - any of Litestar's handlers
    """Give what a route of the shop takes; None for Litestar's own."""
    return handler.opt.get(_INPUT)


def takes_form(handler: Any) -> bool:  # noqa: ANN401 - likewise
    """Tell whether a route's body is a form, which Litestar reads, and may be long."""
    takes = input_of(handler)
    return takes is not None and takes.is_form


class RouteInputs(ReceiveRoutePlugin):
    """Works out what each route takes, when the application is made."""

    def receive_route(self, route: BaseRoute) -> None:
        """Look at the handlers of a route."""
        for handler in handlers_of(route):
            if isinstance(handler, HTTPRouteHandler) and handler.http_methods != {"OPTIONS"}:
                handler.opt[_INPUT] = _route_input(route, handler)


def _route_input(route: BaseRoute, handler: HTTPRouteHandler) -> RouteInput:
    fields = parameters_of(handler)
    is_json = reads_body_with(handler, StrictBody)
    body = body_type_of(handler)
    texts = (name for name, part in route.path_parameters.items() if part.type is str)
    return RouteInput(
        query=_query_type(fields),
        path=frozenset(route.path_parameters),
        texts=frozenset(name for name in texts if name not in fields or fields[name].annotation is not RawPathParam),
        body=body if is_json else None,
        is_raw="body" in fields,
        ignores_query=handler.opt.get("ignores_query", False),
        is_form=body is not None and not is_json,
    )


def _query_type(fields: dict[str, FieldDefinition]) -> type[QuerySchema]:
    if "params" in fields:
        return cast("type[QuerySchema]", fields["params"].annotation)
    return PageQuery if "pagination" in fields else NoQuery


async def validate_request(request: Request[Any, Any, Any]) -> None:
    """Refuse what the route does not take: query parameters, texts in the path, a body of the wrong kind or unasked."""
    scope = request.scope
    takes = input_of(scope["route_handler"])
    if takes is None:
        return
    info = request_info(scope)
    if takes.body is not None or takes.is_raw:
        check_plain(info.headers)
    if takes.body is not None:
        check_json(info.headers)
    for name in takes.texts:
        _check_text(scope["path_params"][name])
    if not takes.is_raw:
        info.params = read_query(b"" if takes.ignores_query else scope["query_string"], takes.query)
    if takes.is_mute:
        _check_mute(info)


def _check_text(text: str) -> None:
    if len(text) > LONGEST_PATH_PARAMETER or text_error(text):
        raise NotFound


def _check_mute(info: RequestInfo) -> None:
    """Refuse by name what a route has no use for; nothing at all is fine in any form."""
    body = (info.body or b"").strip()
    if not body:
        return
    check_plain(info.headers)
    if b"content-type" in info.headers:
        check_json(info.headers)
    read_body(body, NoBody)


class StrictBody(AbstractDTO[T], Generic[T]):
    """Reads JSON bodies: duplicate keys and unknown fields are refused, and everything wrong is told at once.

    A body is read as the very structure that the handler's `data` names, so nothing is needed between the two.
    """

    config = DTOConfig()

    def decode_bytes(self, value: bytes) -> Any:  # noqa: ANN401 - what the handler asks for
        """Read a body as what the handler's `data` is annotated with."""
        handler = self.asgi_connection.scope["route_handler"]  # pyright: ignore[reportUnknownMemberType] - its generics
        return read_body(value, cast("RouteInput", input_of(handler)).body)

    @classmethod
    def create_for_field_definition(
        cls,
        field_definition: FieldDefinition,
        handler_id: str,
        backend_cls: Any = None,  # noqa: ANN401 - as the base class has it
    ) -> None:
        """Make no model for the transfer."""

    @classmethod
    def create_openapi_schema(
        cls,
        field_definition: FieldDefinition,
        handler_id: str,  # noqa: ARG003 - as the base class has it
        schema_creator: Any,  # noqa: ANN401 - likewise
    ) -> Any:  # noqa: ANN401 - likewise
        """Describe the body as what it is."""
        return schema_creator.for_field_definition(field_definition)

    @classmethod
    def generate_field_definitions(cls, model_type: type[Any]) -> Any:  # noqa: ANN401, ARG003 - likewise
        """Name no fields of a model for the transfer."""
        yield from ()

    @classmethod
    def detect_nested_field(cls, field_definition: FieldDefinition) -> bool:  # noqa: ARG003 - likewise
        """Look into no model for the transfer."""
        return False
