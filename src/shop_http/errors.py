"""How a refusal looks over HTTP: its status, and the one shape of each kind of error."""

import logging
import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, ClassVar, Final

from litestar import Request, Response
from litestar.exceptions import HTTPException

from shop_domain.kernel.errors import ErrorKind, InvalidFields, ShopError
from shop_http.etags import NotModified
from shop_http.litestar_internals import note_route
from shop_http.request_info import request_info

STATUS_BY_KIND: Final[Mapping[ErrorKind, int]] = {
    ErrorKind.INVALID: 400,
    ErrorKind.UNAUTHENTICATED: 401,
    ErrorKind.FORBIDDEN: 403,
    ErrorKind.NOT_FOUND: 404,
    ErrorKind.CONFLICT: 409,
    ErrorKind.PRECONDITION_FAILED: 412,
    ErrorKind.UNPROCESSABLE: 422,
    ErrorKind.RATE_LIMITED: 429,
    ErrorKind.UPSTREAM: 502,
    ErrorKind.UNAVAILABLE: 503,
}
JSON: Final = "application/json; charset=utf-8"
PROBLEM: Final = "application/problem+json"
_log: Final = logging.getLogger("shop.http")
_ZERO_QUALITY: Final = re.compile(rb"q\s*=\s*0(\.0{0,3})?")


class HttpError(ShopError):
    """A refusal that only HTTP knows, with a status of its own."""

    kind = ErrorKind.INVALID
    status: ClassVar[int]


class NotFound(HttpError):
    """Nothing is at this address."""

    code = "not_found"
    kind = ErrorKind.NOT_FOUND
    status = 404
    message = "Not found."


class MethodNotAllowed(HttpError):
    """The address does not take this method; `Allow` names those that it takes."""

    code = "method_not_allowed"
    status = 405
    message = "Method not allowed."


class InvalidRequest(HttpError):
    """The request can't be read."""

    code = "invalid"
    status = 400
    message = "The request is not valid."


class InvalidCsrfToken(HttpError):
    """The form does not come from a page that this shop gave to this browser."""

    code = "invalid_csrf_token"
    kind = ErrorKind.FORBIDDEN
    status = 403
    message = "Please load the page again and send the form once more."


class RequestTimeout(HttpError):
    """The body did not arrive in time."""

    code = "request_timeout"
    status = 408
    message = "The request's body did not arrive in time."


class BodyTooLarge(HttpError):
    """The body is larger than the route takes."""

    code = "body_too_large"
    status = 413
    message = "The request's body is too large."


class HeadersTooLarge(HttpError):
    """The headers together are larger than any client needs."""

    code = "headers_too_large"
    status = 431
    message = "The request's headers are too large."


class UnsupportedMediaType(HttpError):
    """The body is not JSON in UTF-8, or it is compressed."""

    code = "unsupported_media_type"
    status = 415
    message = "The body must be application/json in UTF-8, and not compressed."


class Overloaded(ShopError):
    """More requests wait than can be served soon."""

    code = "overloaded"
    kind = ErrorKind.UNAVAILABLE
    message = "The shop is busy. Please try again."


class InternalError(HttpError):
    """Something that should never happen did."""

    code = "internal_error"
    status = 500
    message = "Internal server error."


def status_of(error: type[ShopError] | ShopError) -> int:
    """Tell the status of a refusal."""
    own = getattr(error, "status", None)
    return own if isinstance(own, int) else STATUS_BY_KIND[error.kind]


def error_body(error: ShopError) -> dict[str, object]:
    """Write a refusal as clients know it: messages by field, of a whole form, or one detail with its code."""
    if isinstance(error, InvalidFields):
        return dict(error.fields)
    if error.is_form_error:
        return {"non_field_errors": [str(error)], "code": error.code, **error.details}
    return {"detail": str(error), "code": error.code, **error.details}


def problem_details(error: ShopError) -> dict[str, object]:
    """Write a refusal as RFC 9457 has it."""
    status = status_of(error)
    problem = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": str(error)}
    fields = {"errors": error.fields} if isinstance(error, InvalidFields) else {}
    return {**error.details, **problem, "code": error.code, **fields}  # its own members, not a detail of that name


def error_response(request: Request[Any, Any, Any], error: ShopError) -> Response[dict[str, object]]:
    """Answer with a refusal."""
    as_problem = accepts(request_info(request.scope).headers.get(b"accept", b""), PROBLEM.encode())
    content, kind = (problem_details(error), PROBLEM) if as_problem else (error_body(error), JSON)
    headers = {"Cache-Control": "no-store", "Vary": "Accept"}
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    if status_of(error) == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(content, status_code=status_of(error), headers=headers, media_type=kind)


def _litestar_error_response(request: Request[Any, Any, Any], error: HTTPException) -> Response[dict[str, object]]:
    """Answer with what Litestar itself refuses, in the shop's words."""
    if error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return internal_error_response(request, error)
    response = error_response(request, _LITESTAR_ERRORS.get(error.status_code, InvalidRequest)())
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        allow = response.headers["Allow"] = (error.headers or {}).get("allow", "")
        note_route(request, allow.partition(",")[0])
    return response


def internal_error_response(request: Request[Any, Any, Any], error: Exception) -> Response[dict[str, object]]:
    """Answer where something happened that never should; its traceback is in the log, by the request's id."""
    request_id = request_info(request.scope).request_id
    _log.error("unexpected error in request %s", request_id, exc_info=error)
    return error_response(request, InternalError(request_id=request_id))


def _not_modified_response(request: Request[Any, Any, Any], held: NotModified) -> Response[None]:
    """Answer whoever holds this version already, with what the route says of keeping it."""
    usual = {header.name: header.value or "" for header in request.route_handler.resolve_response_headers()}
    return Response(None, status_code=304, headers={**usual, "ETag": held.etag})


_LITESTAR_ERRORS: Final[Mapping[int, type[ShopError]]] = {
    403: InvalidCsrfToken,
    404: NotFound,
    405: MethodNotAllowed,
    413: BodyTooLarge,
    415: UnsupportedMediaType,
}
EXCEPTION_HANDLERS: Final[dict[int | type[Exception], Callable[[Request[Any, Any, Any], Any], Response[Any]]]] = {
    ShopError: error_response,
    NotModified: _not_modified_response,
    HTTPException: _litestar_error_response,
    Exception: internal_error_response,
}


def accepts(header: bytes, wanted: bytes) -> bool:
    """Tell whether an Accept or Accept-Encoding header names this very kind, and not with a quality of zero."""
    kinds = ([part.strip() for part in kind.split(b";")] for kind in header.lower().split(b","))
    return any(name == wanted and not any(map(_ZERO_QUALITY.fullmatch, parameters)) for name, *parameters in kinds)
