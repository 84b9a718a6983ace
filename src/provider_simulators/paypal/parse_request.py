"""Read a request as PayPal does, from its headers to the shape of its body."""

import re

import msgspec

from provider_simulators.http_messages import Request
from provider_simulators.paypal.authentication import require_token
from provider_simulators.paypal.errors import ErrorDetail, PayPalError, error_for_issue
from provider_simulators.paypal.schema import Schema
from provider_simulators.paypal.state import PayPalState

_MAX_ID_LENGTH = 108
_MAX_PREFER_LENGTH = 25


def read_json(state: PayPalState, request: Request, schema: Schema) -> object:
    """Return the decoded body; raise what is wrong with headers, JSON or shape. An empty body is `{}`."""
    require_token(state, request)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise PayPalError(415)
    _check_headers(request)
    _apply_mock_header(request)
    value = _decoded(request.body)
    if flaws := tuple(schema.errors(value, "")):
        raise PayPalError(400, *flaws)
    state.unknown_fields += [f"{request.path}: {pointer}" for pointer in schema.unknown_fields(value, "")]
    return value


def request_id(request: Request) -> str | None:
    """Return the id that makes a repetition known."""
    return request.headers.get("paypal-request-id")


def wants_full_representation(request: Request) -> bool:
    """Tell whether the whole document is wanted; without a wish, PayPal sends the least."""
    return request.headers.get("prefer", "").strip().lower() == "return=representation"


def _decoded(body: bytes) -> object:
    try:
        return msgspec.json.decode(body or b"{}")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise PayPalError(400, ErrorDetail(issue="MALFORMED_REQUEST_JSON", field="/", value="")) from None


def _check_headers(request: Request) -> None:
    given, prefer = request_id(request), request.headers.get("prefer")
    if given is not None and not 1 <= len(given) <= _MAX_ID_LENGTH:
        raise PayPalError(
            400, ErrorDetail(issue="INVALID_STRING_LENGTH", field="PayPal-Request-Id", value=given, location=None)
        )
    if prefer is not None and not (len(prefer) <= _MAX_PREFER_LENGTH and re.search(r"^[a-zA-Z=]*\Z", prefer)):
        raise PayPalError(
            400, ErrorDetail(issue="INVALID_PARAMETER_SYNTAX", field="Prefer", value=prefer, location=None)
        )


def _apply_mock_header(request: Request) -> None:
    """Refuse with the code that the sandbox is asked to play."""
    header = request.headers.get("paypal-mock-response")
    if header is None:
        return
    try:
        wanted = msgspec.json.decode(header, type=dict[str, str | list[str]])["mock_application_codes"]
    except (msgspec.DecodeError, KeyError):
        raise PayPalError(
            400, ErrorDetail(issue="INVALID_PARAMETER_SYNTAX", field="PayPal-Mock-Response", location=None)
        ) from None
    raise error_for_issue(wanted if isinstance(wanted, str) else wanted[0])
