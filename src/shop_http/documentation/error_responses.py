"""How a route's refusals are documented: by status, each code with its words."""

from collections import defaultdict
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Final, TypeAlias

import msgspec
from litestar.handlers import HTTPRouteHandler

from shop_domain.kernel.errors import (
    FieldErrors,
    InvalidFields,
    ShopError,
    StaleVersion,
    StorageBusy,
    StorageUnavailable,
)
from shop_domain.kernel.idempotency import IdempotencyInProgress, IdempotencyKeyReused
from shop_domain.kernel.paging import PageNotFound
from shop_http.errors import (
    BodyTooLarge,
    HeadersTooLarge,
    InternalError,
    NotFound,
    Overloaded,
    RequestTimeout,
    UnsupportedMediaType,
    error_body,
    problem_details,
    status_of,
)
from shop_http.guards import guard_of
from shop_http.hosts import InvalidHost
from shop_http.idempotency import is_idempotent
from shop_http.litestar_internals import parameters_of
from shop_http.rate_limit import TooManyRequests
from shop_http.request_validation import RouteInput, input_of
from shop_http.schemas.decoding import InvalidBody
from shop_http.schemas.strict_json import MalformedJson

ErrorType: TypeAlias = type[ShopError]
ALWAYS: Final[tuple[ErrorType, ...]] = (
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


def errors_of(handler: HTTPRouteHandler) -> tuple[ErrorType, ...]:
    """Name everything that a route may refuse with: its own reasons, and those that its declaration brings."""
    takes, parameters, guard = input_of(handler), parameters_of(handler), guard_of(handler)
    brought = (
        *ALWAYS,
        *(() if guard is None else guard.refuses),
        *_body_errors(takes, is_get="GET" in handler.http_methods),
        *((IdempotencyKeyReused, IdempotencyInProgress) if is_idempotent(handler) else ()),
        *((PageNotFound,) if "pagination" in parameters else ()),
        *((StaleVersion,) if "if_match" in parameters else ()),
        *((NotFound,) if takes is not None and takes.path else ()),
    )
    return tuple(dict.fromkeys((*handler.opt.get("refuses", ()), *brought)))


def _body_errors(takes: RouteInput | None, *, is_get: bool) -> tuple[ErrorType, ...]:
    if takes is None or is_get:
        return ()
    return (BodyTooLarge, RequestTimeout, UnsupportedMediaType) if takes.is_raw else WITH_BODY


def error_responses(handler: HTTPRouteHandler) -> dict[str, Any]:
    """Document a route's refusals, by status."""
    by_status = defaultdict[int, list[ErrorType]](list)
    for refusal in errors_of(handler):
        by_status[status_of(refusal)].append(refusal)
    return {str(status): _response(status, by_status[status]) for status in sorted(by_status)}


def _response(status: int, errors: list[ErrorType]) -> dict[str, Any]:
    return {
        "description": f"{HTTPStatus(status).phrase}: " + ", ".join(f"`{refusal.code}`" for refusal in errors),
        "headers": _headers(status),
        "content": {
            "application/json": {"schema": _schema(errors), "examples": _examples(errors, error_body)},
            "application/problem+json": {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": _examples(errors, problem_details),
            },
        },
    }


def _headers(status: int) -> dict[str, Any]:
    if status == HTTPStatus.UNAUTHORIZED:
        return {"WWW-Authenticate": {"schema": {"type": "string", "const": "Bearer"}}}
    if status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
        return {"Retry-After": {"schema": {"type": "integer", "minimum": 0}, "description": "Seconds to wait."}}
    return {}


def _schema(errors: Iterable[ErrorType]) -> dict[str, Any]:
    shapes = {_error_shape(refusal): None for refusal in errors}
    choices = [_SCHEMA_BY_SHAPE[shape] for shape in shapes]
    return choices[0] if len(choices) == 1 else {"anyOf": choices}


_SCHEMA_BY_SHAPE: Final[dict[str, dict[str, Any]]] = {
    "fields": {
        "type": "object",
        "description": "Messages by field; nested for structures and, by index, for lists.",
        "additionalProperties": {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "object"}]},
    },
    "form": {"$ref": "#/components/schemas/FormError"},
    "error": {"$ref": "#/components/schemas/Error"},
}


def _error_shape(error: ErrorType) -> str:
    if issubclass(error, InvalidFields):
        return "fields"
    return "form" if error.is_form_error else "error"


def _examples(errors: Iterable[ErrorType], write: Any) -> dict[str, Any]:  # noqa: ANN401 - content_of or problem_of
    return {refusal.code: {"summary": message_of(refusal), "value": write(_instance(refusal))} for refusal in errors}


def message_of(error: ErrorType) -> str:
    """Give a refusal's words; one that words itself anew each time is told by what it means."""
    return getattr(error, "message", None) or (error.__doc__ or "").strip().partition("\n")[0]


def _instance(error: ErrorType) -> ShopError:
    """Make a refusal as it might be raised, without what only a real request could tell."""
    if issubclass(error, InvalidFields):
        return InvalidFields(FieldErrors({"field": ["This field is required."]}))
    made = error.__new__(error)
    ShopError.__init__(made, message_of(error))
    return made
