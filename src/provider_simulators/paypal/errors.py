"""A refusal in PayPal's shape."""

import msgspec

from provider_simulators.paypal.documents import Link

_NAMES = {
    400: "INVALID_REQUEST",
    401: "AUTHENTICATION_FAILURE",
    403: "NOT_AUTHORIZED",
    404: "RESOURCE_NOT_FOUND",
    409: "RESOURCE_CONFLICT",
    415: "UNSUPPORTED_MEDIA_TYPE",
    422: "UNPROCESSABLE_ENTITY",
    429: "RATE_LIMIT_REACHED",
    500: "INTERNAL_SERVER_ERROR",
    501: "NOT_IMPLEMENTED",
    503: "SERVICE_UNAVAILABLE",
}
_STATUS_OF_ISSUE = {
    "PERMISSION_DENIED": 403,
    "CONSENT_NEEDED": 403,
    "INVALID_RESOURCE_ID": 404,
    "PREVIOUS_REQUEST_IN_PROGRESS": 409,
    "INTERNAL_SERVER_ERROR": 500,
    "SERVICE_UNAVAILABLE": 503,
    "RATE_LIMIT_REACHED": 429,
    "MALFORMED_REQUEST_JSON": 400,
}


class ErrorDetail(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong: PayPal's code for it, and where."""

    issue: str
    field: str | None = None
    value: str | None = None
    location: str | None = "body"


class PayPalError(Exception):
    """The provider says no."""

    def __init__(self, status: int, *flaws: ErrorDetail, links: tuple[Link, ...] = ()) -> None:
        super().__init__(status, *(flaw.issue for flaw in flaws))
        self.status = status
        self.details = flaws
        self.links = links


def error_name(status: int) -> str:
    """Return PayPal's name for a status."""
    return _NAMES.get(status, "INTERNAL_SERVER_ERROR")


def error_for_issue(issue: str, *links: Link) -> PayPalError:
    """Return the refusal that goes with a code alone: most are 422."""
    return PayPalError(_STATUS_OF_ISSUE.get(issue, 422), ErrorDetail(issue=issue, location=None), links=links)


def not_found(name: str, value: str) -> PayPalError:
    """Return the refusal of an id that names nothing."""
    return PayPalError(404, ErrorDetail(issue="INVALID_RESOURCE_ID", field=name, value=value, location="path"))
