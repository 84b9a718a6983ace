"""Read a request as PayPal does, from its headers to the shape of its body."""

import re

import msgspec

from shop_http.simulators.messages import Request
from shop_http.simulators.paypal.authentication import require_token
from shop_http.simulators.paypal.problems import Flaw, Problem, refusal
from shop_http.simulators.paypal.shape import Shape
from shop_http.simulators.paypal.world import PayPalWorld

_LONGEST_ID = 108
_LONGEST_PREFER = 25


def read_json(world: PayPalWorld, request: Request, shape: Shape) -> object:
    """Return the decoded body; raise what is wrong with headers, JSON or shape. An empty body is `{}`."""
    require_token(world, request)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Problem(415)
    _check_headers(request)
    _obey_mock_header(request)
    value = _decoded(request.body)
    if flaws := tuple(shape.flaws(value, "")):
        raise Problem(400, *flaws)
    world.unknown_fields += [f"{request.path}: {pointer}" for pointer in shape.unknown(value, "")]
    return value


def request_id(request: Request) -> str | None:
    """Return the id that makes a repetition known."""
    return request.headers.get("paypal-request-id")


def wants_all(request: Request) -> bool:
    """Tell whether the whole document is wanted; without a wish, PayPal sends the least."""
    return request.headers.get("prefer", "").strip().lower() == "return=representation"


def _decoded(body: bytes) -> object:
    try:
        return msgspec.json.decode(body or b"{}")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Problem(400, Flaw(issue="MALFORMED_REQUEST_JSON", field="/", value="")) from None


def _check_headers(request: Request) -> None:
    given, prefer = request_id(request), request.headers.get("prefer")
    if given is not None and not 1 <= len(given) <= _LONGEST_ID:
        raise Problem(400, Flaw(issue="INVALID_STRING_LENGTH", field="PayPal-Request-Id", value=given, location=None))
    if prefer is not None and not (len(prefer) <= _LONGEST_PREFER and re.search(r"^[a-zA-Z=]*\Z", prefer)):
        raise Problem(400, Flaw(issue="INVALID_PARAMETER_SYNTAX", field="Prefer", value=prefer, location=None))


def _obey_mock_header(request: Request) -> None:
    """Refuse with the code that the sandbox is asked to play."""
    header = request.headers.get("paypal-mock-response")
    if header is None:
        return
    try:
        wanted = msgspec.json.decode(header, type=dict[str, str | list[str]])["mock_application_codes"]
    except (msgspec.DecodeError, KeyError):
        raise Problem(
            400, Flaw(issue="INVALID_PARAMETER_SYNTAX", field="PayPal-Mock-Response", location=None)
        ) from None
    raise refusal(wanted if isinstance(wanted, str) else wanted[0])
