"""How a refusal looks over HTTP: its status, and the one shape of each kind of error."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import ClassVar, Final

from shop_domain.kernel.errors import ErrorKind, InvalidFields, ShopError
from shop_http.answers import RawHeaders, Sent, encode, raw_headers

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

    def __init__(self, allow: str) -> None:
        """Name the methods that the address takes."""
        super().__init__()
        self.allow = allow


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
    return {**problem, "code": error.code, **error.details, **fields}


def error_response(error: ShopError, *, as_problem: bool) -> Sent:
    """Answer with a refusal."""
    content, kind = (problem_details(error), PROBLEM) if as_problem else (error_body(error), JSON)
    return Sent(status_of(error), _headers(error, kind), encode(content))


def _headers(error: ShopError, content_type: str) -> RawHeaders:
    headers = {"Content-Type": content_type, "Cache-Control": "no-store", "Vary": "Accept"}
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    if status_of(error) == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, MethodNotAllowed):
        headers["Allow"] = error.allow
    return raw_headers(headers)


def accepts_problem_json(accept: bytes) -> bool:
    """Tell whether the client asks for RFC 9457."""
    return any(_accepts_problem_json(kind) for kind in accept.lower().split(b","))


def _accepts_problem_json(kind: bytes) -> bool:
    name, *parameters = (part.strip() for part in kind.split(b";"))
    return name == PROBLEM.encode() and not any(_ZERO_QUALITY.fullmatch(parameter) for parameter in parameters)
