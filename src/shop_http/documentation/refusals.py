"""How a route's refusals are documented: by status, each code with its words."""

from collections import defaultdict
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Final, TypeAlias

import msgspec

from shop_domain.auth.errors import Blocked, NoActiveSession, SessionTerminated, TokenNotValid
from shop_domain.kernel.errors import FieldErrors, InvalidFields, ShopError, Stale, StorageBusy, StorageUnavailable
from shop_domain.kernel.idempotency import InProgress, KeyReused
from shop_domain.kernel.paging import PageNotFound
from shop_http.authentication import MalformedCredentials, MalformedGuestKey, NotAuthenticated
from shop_http.binding import Binding
from shop_http.errors import (
    BodyTooLarge,
    HeadersTooLarge,
    InternalError,
    NotFound,
    Overloaded,
    RequestTimeout,
    UnsupportedMediaType,
    content_of,
    problem_of,
    status_of,
)
from shop_http.guards import Access, StaffOnly
from shop_http.hosts import InvalidHost
from shop_http.rate_limit import TooManyRequests
from shop_http.wire.json_text import MalformedJson
from shop_http.wire.reading import InvalidBody

Refusal: TypeAlias = type[ShopError]
ALWAYS: Final[tuple[Refusal, ...]] = (
    InvalidFields,
    InvalidHost,
    TooManyRequests,
    InternalError,
    Overloaded,
    StorageBusy,
    StorageUnavailable,
    HeadersTooLarge,
)
WITH_BODY: Final = (MalformedJson, InvalidBody, RequestTimeout, BodyTooLarge, UnsupportedMediaType)
WITH_BEARER: Final = (MalformedCredentials, SessionTerminated, NoActiveSession, TokenNotValid, Blocked)
WITH_ACCESS: Final[dict[Access, tuple[Refusal, ...]]] = {
    Access.PUBLIC: (),
    Access.ANYBODY: (),
    Access.GUEST_OR_USER: (*WITH_BEARER, MalformedGuestKey),
    Access.USER: (*WITH_BEARER, NotAuthenticated, MalformedGuestKey),
    Access.STAFF: (*WITH_BEARER, NotAuthenticated, StaffOnly, MalformedGuestKey),
}


class Error(msgspec.Struct, frozen=True, kw_only=True):
    """A refusal; some carry more beside their code."""

    detail: str
    code: str


class FormError(msgspec.Struct, frozen=True, kw_only=True):
    """A refusal of a whole form."""

    non_field_errors: tuple[str, ...]
    code: str


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """A refusal as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str
    code: str


ERROR_SCHEMAS: Final = (Error, FormError, Problem)


def refusals_of(binding: Binding) -> tuple[Refusal, ...]:
    """Name everything that a route may refuse with: its own reasons, and those that its declaration brings."""
    endpoint = binding.endpoint
    brought = (
        *ALWAYS,
        *WITH_ACCESS[endpoint.access],
        *(
            WITH_BODY
            if binding.body or binding.is_mute
            else (BodyTooLarge, RequestTimeout, UnsupportedMediaType)
            if binding.raw
            else ()
        ),
        *((KeyReused, InProgress) if endpoint.idempotent else ()),
        *((PageNotFound,) if binding.is_list else ()),
        *((Stale,) if binding.takes_version else ()),
        *((NotFound,) if "{" in endpoint.path else ()),
    )
    return tuple(dict.fromkeys((*endpoint.refuses, *brought)))


def refusal_answers(binding: Binding) -> dict[str, Any]:
    """Document a route's refusals, by status."""
    by_status = defaultdict[int, list[Refusal]](list)
    for refusal in refusals_of(binding):
        by_status[status_of(refusal)].append(refusal)
    return {str(status): _answer(status, by_status[status]) for status in sorted(by_status)}


def _answer(status: int, refusals: list[Refusal]) -> dict[str, Any]:
    return {
        "description": f"{HTTPStatus(status).phrase}: " + ", ".join(f"`{refusal.code}`" for refusal in refusals),
        "headers": _headers(status),
        "content": {
            "application/json": {"schema": _schema(refusals), "examples": _examples(refusals, content_of)},
            "application/problem+json": {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": _examples(refusals, problem_of),
            },
        },
    }


def _headers(status: int) -> dict[str, Any]:
    if status == HTTPStatus.UNAUTHORIZED:
        return {"WWW-Authenticate": {"schema": {"type": "string", "const": "Bearer"}}}
    if status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
        return {"Retry-After": {"schema": {"type": "integer", "minimum": 0}, "description": "Seconds to wait."}}
    return {}


def _schema(refusals: Iterable[Refusal]) -> dict[str, Any]:
    shapes = {_shape(refusal): None for refusal in refusals}
    choices = [_SHAPES[shape] for shape in shapes]
    return choices[0] if len(choices) == 1 else {"anyOf": choices}


_SHAPES: Final[dict[str, dict[str, Any]]] = {
    "fields": {
        "type": "object",
        "description": "Messages by field; nested for structures and, by index, for lists.",
        "additionalProperties": {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "object"}]},
    },
    "form": {"$ref": "#/components/schemas/FormError"},
    "error": {"$ref": "#/components/schemas/Error"},
}


def _shape(refusal: Refusal) -> str:
    if issubclass(refusal, InvalidFields):
        return "fields"
    return "form" if refusal.whole_form else "error"


def _examples(refusals: Iterable[Refusal], write: Any) -> dict[str, Any]:  # noqa: ANN401 - content_of or problem_of
    return {refusal.code: {"summary": message_of(refusal), "value": write(_made(refusal))} for refusal in refusals}


def message_of(refusal: Refusal) -> str:
    """Give a refusal's words; one that words itself anew each time is told by what it means."""
    return getattr(refusal, "message", None) or (refusal.__doc__ or "").strip().partition("\n")[0]


def _made(refusal: Refusal) -> ShopError:
    """Make a refusal as it might be raised, without what only a real request could tell."""
    if issubclass(refusal, InvalidFields):
        return InvalidFields(FieldErrors({"field": ["This field is required."]}))
    made = refusal.__new__(refusal)
    ShopError.__init__(made, message_of(refusal))
    return made
