"""How a route's refusals are documented: by status, each code with its words."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, Final

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
from shop_http.documentation.error_schemas import REF, ErrorType, details_of, error_schema_name, message_of
from shop_http.documentation.examples import Examples
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

ALWAYS: Final[tuple[ErrorType, ...]] = (
    InvalidFields,
    InvalidBody,
    InvalidHost,
    TooManyRequests,
    InternalError,
    Overloaded,
    StorageBusy,
    StorageUnavailable,
    HeadersTooLarge,
)
WITH_BODY: Final = (MalformedJson, RequestTimeout, BodyTooLarge, UnsupportedMediaType)


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


def error_responses(handler: HTTPRouteHandler, examples: Examples) -> dict[str, Any]:
    """Document a route's refusals, by status."""
    by_status = defaultdict[int, list[ErrorType]](list)
    for refusal in errors_of(handler):
        by_status[status_of(refusal)].append(refusal)
    return {str(status): _response(status, by_status[status], examples) for status in sorted(by_status)}


def _response(status: int, errors: list[ErrorType], examples: Examples) -> dict[str, Any]:
    return {
        "description": f"{HTTPStatus(status).phrase}: " + ", ".join(f"`{refusal.code}`" for refusal in errors),
        "headers": _headers(status),
        "content": {
            "application/json": {"schema": _schema(errors), "examples": _examples(errors, error_body, examples)},
            "application/problem+json": {
                "schema": {"$ref": f"{REF}Problem"},
                "examples": _examples(errors, problem_details, examples),
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
    choices = [{"$ref": REF + name} for name in dict.fromkeys(map(error_schema_name, errors))]
    return choices[0] if len(choices) == 1 else {"anyOf": choices}


def _examples(
    errors: Iterable[ErrorType], write: Callable[[ShopError], dict[str, object]], examples: Examples
) -> dict[str, Any]:
    return {
        refusal.code: {"summary": message_of(refusal), "value": write(_instance(refusal, examples))}
        for refusal in errors
    }


def _instance(error: ErrorType, examples: Examples) -> ShopError:
    """Make a refusal as it might be raised."""
    if issubclass(error, InvalidFields):
        return InvalidFields(FieldErrors({"field": ["This field is required."]}))
    made = error.__new__(error)
    ShopError.__init__(made, message_of(error))
    if details_of(error):
        shown: dict[str, Any] = examples.of({"$ref": REF + error_schema_name(error)})
        made.details = {name: value for name, value in shown.items() if name not in {"detail", "code"}}
    return made
