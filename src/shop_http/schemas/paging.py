"""Lists over HTTP: which page is wanted, and the answer with links to its neighbours."""

import base64
import hmac
from collections.abc import Callable
from typing import Annotated, Final, Generic, TypeVar
from urllib.parse import parse_qsl, urlencode

import msgspec
from msgspec import Meta

from shop_domain.kernel.errors import InvalidFields
from shop_domain.kernel.paging import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, Cursor, Page, PageNotFound, PageRequest
from shop_http.schemas.request_types import QuerySchema

T = TypeVar("T")
S = TypeVar("S")
LAST_PAGE: Final = 1_000_000
_SIGNATURE_BYTES: Final = 12
_POSITION: Final = frozenset({"page", "cursor"})
_PAGING: Final = _POSITION | {"page_size", "count"}


class PageQuery(QuerySchema, frozen=True, kw_only=True):
    """The query parameters of every list."""

    page: Annotated[int, Meta(description="The page, from 1; for walking, follow `next` instead.")] | None = None
    page_size: Annotated[int, Meta(ge=1, le=MAX_PAGE_SIZE, description="How many results a page has.")] = (
        DEFAULT_PAGE_SIZE
    )
    cursor: (
        Annotated[str, Meta(max_length=2_000, description="A place in the list, taken from `next` or `previous`.")]
        | None
    ) = None
    count: Annotated[bool, Meta(description="Whether `count` is wanted; without it the answer is cheaper.")] = True


class Results(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """One page of a list."""

    count: int | None
    next: str | None
    previous: str | None
    results: tuple[T, ...]


class PageLinks:
    """How this shop links its pages: whole addresses, with places that can't be made up."""

    def __init__(self, public_url: str, secret: str) -> None:
        """Link below this address; sign places with a key of their own."""
        self._public_url = public_url.rstrip("/")
        self._key = hmac.digest(secret.encode(), b"places in lists", "sha256")

    def paginate(self, path: str, query: str, page_query: PageQuery) -> "Pagination":
        """Read which page is wanted; raise InvalidFields for an edited cursor, PageNotFound for an impossible page."""
        parameters = [
            (name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name not in _POSITION
        ]
        scope = (path, *sorted(item for item in parameters if item[0] not in _PAGING))
        return Pagination(self, _address(path), parameters, repr(scope).encode(), page_query)

    def link(self, path: str, parameters: list[tuple[str, str]]) -> str:
        """Give the whole address of a path."""
        return f"{self._public_url}{path}?{urlencode(parameters)}"

    def token(self, cursor: Cursor, scope: bytes) -> str:
        """Write a place so that only this list takes it back."""
        place = msgspec.json.encode(cursor)
        return base64.urlsafe_b64encode(self._signature(place, scope) + place).decode().rstrip("=")

    def cursor(self, token: str, scope: bytes) -> Cursor:
        """Read a place; raise InvalidFields where it is not from this very list."""
        try:
            signed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except ValueError:
            signed = b""
        signature, place = signed[:_SIGNATURE_BYTES], signed[_SIGNATURE_BYTES:]
        if not hmac.compare_digest(signature, self._signature(place, scope)):
            raise InvalidFields({"cursor": ["Invalid cursor."]})
        return msgspec.json.decode(place, type=Cursor)

    def _signature(self, place: bytes, scope: bytes) -> bytes:
        return hmac.digest(self._key, len(place).to_bytes(4, "big") + place + scope, "sha256")[:_SIGNATURE_BYTES]


class Pagination:
    """The page that a request wants, and the way to answer with it."""

    def __init__(
        self, pages: PageLinks, path: str, parameters: list[tuple[str, str]], scope: bytes, page_query: PageQuery
    ) -> None:
        self._pages = pages
        self._path = path
        self._parameters = parameters
        self._scope = scope
        self.request: Final = self._request(page_query)

    def results(self, page: Page[S], out: Callable[[S], T]) -> Results[T]:
        """Write a page, each item through `out`."""
        return Results(
            count=page.count,
            next=self._link(page.next),
            previous=self._link(page.previous),
            results=tuple(map(out, page.items)),
        )

    def _link(self, cursor: Cursor | None) -> str | None:
        if cursor is None:
            return None
        return self._pages.link(self._path, [*self._parameters, ("cursor", self._pages.token(cursor, self._scope))])

    def _request(self, page_query: PageQuery) -> PageRequest:
        if page_query.cursor is None:
            number = 1 if page_query.page is None else page_query.page
            if not 1 <= number <= LAST_PAGE:
                raise PageNotFound
            return PageRequest(number=number, size=page_query.page_size, with_count=page_query.count)
        if page_query.page is not None:
            raise InvalidFields({"cursor": ["Give either page or cursor."]})
        cursor = self._pages.cursor(page_query.cursor, self._scope)
        return PageRequest(size=page_query.page_size, cursor=cursor, with_count=page_query.count)


def _address(path: str) -> str:
    return path if path.endswith("/") else f"{path}/"
