"""Who is calling."""

import re
from typing import Final, Protocol

import msgspec

from shop_domain.auth.errors import TokenNotValid
from shop_domain.auth.model import AuthenticatedUser, ClientInfo
from shop_domain.kernel.errors import ErrorKind, ShopError

GUEST_KEY: Final = re.compile(r"[A-Za-z0-9_-]{22,128}", re.ASCII)
MAX_TOKEN_LENGTH: Final = 4_096


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """Who a request comes from; the route's guard has checked that they may call it."""

    user: AuthenticatedUser | None
    guest_key: str | None
    """The key of a guest's cart, well formed but not known to exist; None beside a user only if none was sent."""
    client: ClientInfo
    request_id: str
    """The id of the request for logs and support; nothing is decided by it."""

    @property
    def signed_in(self) -> AuthenticatedUser:
        """Give the user, on a route that only users may call."""
        if self.user is None:
            msg = "this route is open to callers who are not signed in"
            raise ValueError(msg)
        return self.user


class NotAuthenticated(ShopError):
    """The route needs a user, and the request names none."""

    code = "not_authenticated"
    kind = ErrorKind.UNAUTHENTICATED
    message = "Authentication credentials were not provided."


class MalformedCredentials(ShopError):
    """The Authorization header is not a bearer token."""

    code = "authentication_failed"
    kind = ErrorKind.UNAUTHENTICATED
    message = "The Authorization header must be: Bearer <token>."


class MalformedGuestKey(ShopError):
    """The guest's key can't be one of ours."""

    code = "invalid_session_key"
    kind = ErrorKind.INVALID
    message = "X-Session-Key is not valid."


class SessionChecker(Protocol):
    """Tells who an access token belongs to (the domain's session service does)."""

    def check(self, access_token: str, client: ClientInfo) -> AuthenticatedUser:
        """Give the user of a live session; raise the refusal that says why there is none."""
        ...


def parse_bearer(authorization: str | None) -> str | None:
    """Take the token out of an Authorization header, None where there is none.

    Raises MalformedCredentials, or TokenNotValid for one that is longer than any of ours.
    """
    if authorization is None:
        return None
    scheme, _, token = authorization.partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or " " in token:
        raise MalformedCredentials
    if len(token) > MAX_TOKEN_LENGTH:
        raise TokenNotValid
    return token


def parse_guest_key(header: str | None) -> str | None:
    """Take a guest's key from its header, None where there is none; raise MalformedGuestKey."""
    if not header:
        return None
    if GUEST_KEY.fullmatch(header) is None:
        raise MalformedGuestKey
    return header


def parse_guest_key_or_none(header: str | None) -> str | None:
    """Take a guest's key from its header; None where there is none, or none that could be ours."""
    return header if header and GUEST_KEY.fullmatch(header) else None
