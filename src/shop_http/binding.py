"""What a handler's parameters are filled with: worked out once, when the application is made."""

import inspect
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, TypeAlias, cast, get_args, get_origin, get_type_hints

import msgspec

from shop_http.answers import Reply
from shop_http.authentication import Caller
from shop_http.errors import NotFound
from shop_http.etags import IfMatch, IfNoneMatch, parse_if_match
from shop_http.exchange import Exchange, Glance, RawRequest
from shop_http.routing import Endpoint
from shop_http.schemas.decoding import read_body, read_query
from shop_http.schemas.paging import PageLinks, PageQuery, Pagination
from shop_http.schemas.request_types import BodySchema, QuerySchema, RawPathParam
from shop_http.schemas.strict_json import text_error

Fill: TypeAlias = Callable[[Exchange], Any]
FindService: TypeAlias = Callable[[type], Any]
_PATH_PARAMETER: Final = re.compile(r"\{(\w+):\w+\}")
LONGEST_PATH_PARAMETER: Final = 255


class NoQuery(QuerySchema, frozen=True, kw_only=True):
    """A route without query parameters."""


class NoBody(BodySchema, frozen=True, kw_only=True):
    """A route that takes nothing in a body; an object without fields says nothing either."""


class Binding(msgspec.Struct, frozen=True, kw_only=True):
    """How one handler is called, and what it takes and gives, for its documentation."""

    endpoint: Endpoint
    fills: tuple[Fill, ...]
    body: Any
    """The type of the JSON body, or None."""
    query: type[QuerySchema]
    raw: bool
    """Whether the request is handed over as it came."""
    judged: frozenset[str]
    """The parts of the path that must look like text of ours to be found."""
    is_list: bool
    takes_version: bool
    returns: Any

    @property
    def is_mute(self) -> bool:
        """Tell whether a body could change nothing, so that one that says something is refused."""
        return self.body is None and not self.raw and self.endpoint.method != "GET"

    @property
    def status(self) -> int:
        """Tell the status of a good answer."""
        return 204 if self.content is None else self.endpoint.status

    @property
    def content(self) -> Any:  # noqa: ANN401 - a type
        """Give the type of what is answered, or None."""
        content = get_args(self.returns)[0] if get_origin(self.returns) is Reply else self.returns
        return None if content is type(None) else content

    @property
    def has_etag(self) -> bool:
        """Tell whether answers may carry an entity tag."""
        is_thing = get_origin(self.returns) is Reply and self.content is not bytes and not self.endpoint.also
        return is_thing and self.endpoint.method == "GET"

    def read(self, exchange: Exchange) -> None:
        """Check everything that the client said; raise the refusal that names what is wrong."""
        for name, value in exchange.parameters.items():
            is_text = isinstance(value, str) and name in self.judged
            if is_text and (len(value) > LONGEST_PATH_PARAMETER or text_error(value)):
                raise NotFound
        if not self.raw:
            exchange.asked = read_query(b"" if self.endpoint.mailed else exchange.query, self.query)
            if self.body is not None:
                exchange.said = read_body(exchange.body, self.body)
            elif exchange.body:
                read_body(exchange.body, NoBody)

    def call(self, exchange: Exchange) -> object:
        """Call the handler with its parameters filled."""
        return self.endpoint.handler(*[fill(exchange) for fill in self.fills])


def bind(endpoint: Endpoint, find: FindService, pages: PageLinks) -> Binding:
    """Work out a handler's parameters; raise LookupError where a service is missing."""
    hints = get_type_hints(endpoint.handler, include_extras=True)
    sources = _sources(pages)
    in_path = _PATH_PARAMETER.findall(endpoint.path)

    def fill(name: str) -> Fill:
        if name in in_path:
            return lambda exchange: exchange.parameters[name]
        return sources.get(name) or sources.get(hints[name]) or _service(find(hints[name]))

    return Binding(
        endpoint=endpoint,
        fills=tuple(fill(name) for name in inspect.signature(endpoint.handler).parameters),
        body=hints.get("body"),
        query=_query_of(hints),
        raw=RawRequest in hints.values(),
        judged=frozenset(name for name in in_path if hints.get(name) is not RawPathParam),
        is_list=Pagination in hints.values(),
        takes_version=IfMatch in hints.values(),
        returns=hints.get("return"),
    )


def _sources(pages: PageLinks) -> dict[object, Fill]:
    """Tell where parameters come from, by their name or by their type."""
    return {
        "body": lambda exchange: exchange.said,
        "query": lambda exchange: exchange.asked,
        "request_id": lambda exchange: exchange.retry_of,
        Caller: lambda exchange: exchange.caller,
        IfMatch: lambda exchange: parse_if_match(exchange.header(b"if-match")),
        IfNoneMatch: lambda exchange: IfNoneMatch(exchange.header(b"if-none-match")),
        Pagination: lambda exchange: pages.paginate(exchange.path, exchange.query.decode("ascii"), exchange.asked),
        Glance: lambda exchange: exchange.glance,
        RawRequest: lambda exchange: exchange.raw,
    }


def _service(service: object) -> Fill:
    return lambda _exchange: service


def _query_of(hints: dict[str, Any]) -> type[QuerySchema]:
    query = hints.get("query", NoQuery)
    if Pagination not in hints.values():
        return query
    return PageQuery if query is NoQuery else _with_paging(query)


@lru_cache(maxsize=512)
def _with_paging(query: type[QuerySchema]) -> type[QuerySchema]:
    """Add the parameters of every list to those of a route: one type for each, so that each is documented once."""
    paging = [(field.name, field.type, field.default) for field in msgspec.structs.fields(PageQuery)]
    both = msgspec.defstruct(query.__name__, paging, bases=(query,), module=query.__module__, frozen=True, kw_only=True)
    return cast("type[QuerySchema]", both)
