"""Who may call a route: each names exactly one of these guards (`guards=[user]`), and the start checks it."""

from functools import partial
from typing import Any, ClassVar, Final, TypeAlias

from litestar.connection import ASGIConnection
from litestar.exceptions import ImproperlyConfiguredException, WebSocketException
from litestar.handlers import BaseRouteHandler
from litestar.plugins import ReceiveRoutePlugin
from litestar.routes import BaseRoute

from shop_domain.auth.errors import Blocked, NoActiveSession, SessionTerminated, TokenNotValid
from shop_domain.auth.model import AuthenticatedUser
from shop_domain.kernel.errors import ErrorKind, ShopError
from shop_domain.staff.permissions import Permission, require_permission
from shop_http.authentication import (
    Caller,
    MalformedCredentials,
    MalformedGuestKey,
    NotAuthenticated,
    SessionChecker,
    parse_bearer,
    parse_guest_key,
    parse_guest_key_or_none,
)
from shop_http.errors import NotFound, status_of
from shop_http.litestar_internals import guards_on, handlers_of, methods_of
from shop_http.request_info import RequestInfo, request_info
from shop_http.request_policy import SOCKET_REFUSED

Connection: TypeAlias = ASGIConnection[Any, Any, Any, Any]
BEARER: Final = {"bearer": list[str]()}
GUEST: Final = {"guest": list[str]()}


class StaffOnly(ShopError):
    """The route is for staff."""

    code = "permission_denied"
    kind = ErrorKind.FORBIDDEN
    message = "You do not have permission to perform this action."


class AccessGuard:
    """Anybody may call; credentials are not looked at, so that a dead token is no obstacle to logging in."""

    security: ClassVar[list[dict[str, list[str]]]] = []
    """As the OpenAPI document has it."""
    refuses: ClassVar[tuple[type[ShopError], ...]] = ()

    async def __call__(self, connection: Connection, handler: BaseRouteHandler) -> None:
        """Let a caller pass; raise the refusal that says why not."""


class _ClosedGuard(AccessGuard):
    async def __call__(self, connection: Connection, handler: BaseRouteHandler) -> None:  # noqa: ARG002 - Litestar's form
        raise NotFound


class _CallerGuard(AccessGuard):
    """Tells who calls."""

    security = [BEARER, GUEST, {}]
    refuses = (MalformedCredentials, SessionTerminated, NoActiveSession, TokenNotValid, Blocked, MalformedGuestKey)

    async def __call__(self, connection: Connection, handler: BaseRouteHandler) -> None:  # noqa: ARG002 - Litestar's form
        state, info = connection.app.state, request_info(connection.scope)
        try:
            info.caller = await state.thread_pools.run_blocking(partial(self._caller, state.sessions, info))
        except ShopError as refusal:
            if connection.scope["type"] == "websocket":
                raise WebSocketException(detail=refusal.code, code=SOCKET_REFUSED + status_of(refusal)) from refusal
            raise

    def _caller(self, sessions: SessionChecker, info: RequestInfo) -> Caller:
        user = _user(sessions, info)
        self._admit(user)
        return _caller(info, user, parse_guest_key(info.header(b"x-session-key")))

    def _admit(self, user: AuthenticatedUser | None) -> None:
        """Let a user, or a guest, pass."""


class _AnybodyGuard(_CallerGuard):
    refuses = ()

    def _caller(self, sessions: SessionChecker, info: RequestInfo) -> Caller:
        """Somebody who signs in or out may well hold a token that is dead by now."""
        try:
            user = _user(sessions, info)
        except ShopError as refusal:
            if refusal.kind not in {ErrorKind.UNAUTHENTICATED, ErrorKind.FORBIDDEN}:
                raise
            user = None
        return _caller(info, user, parse_guest_key_or_none(info.header(b"x-session-key")))


class _UserGuard(_CallerGuard):
    security = [BEARER]
    refuses = (*_CallerGuard.refuses, NotAuthenticated)

    def _admit(self, user: AuthenticatedUser | None) -> None:
        if user is None:
            raise NotAuthenticated


class _StaffGuard(_UserGuard):
    refuses = (*_UserGuard.refuses, StaffOnly)

    def __init__(self, permission: Permission | None) -> None:
        self.permission = permission

    def _admit(self, user: AuthenticatedUser | None) -> None:
        if user is None:
            raise NotAuthenticated
        if not user.is_staff:
            raise StaffOnly
        if self.permission is not None:
            require_permission(user, self.permission)


public: Final = AccessGuard()
anybody: Final = _AnybodyGuard()
"""Anybody, known by a bearer and a guest's key where these are good; others are as if they were not there."""
guest_or_user: Final = _CallerGuard()
"""Anybody, known by a bearer (which must be good if it is there), else by a guest's key, else new."""
user: Final = _UserGuard()
"""Users with a live session."""
closed: Final = _ClosedGuard()
"""Nobody: for a page that a library brings and the shop has a better one of."""


def staff(permission: Permission | None = None) -> AccessGuard:
    """Let staff pass whose role includes a permission, or all staff; other users get 403."""
    return _StaffGuard(permission)


def guard_of(handler: BaseRouteHandler) -> AccessGuard | None:
    """Give the guard that a route names; None where it names none, or several.

    It is a copy of its own: Litestar copies what stands on a handler.
    """
    named = [guard for guard in guards_on(handler) if isinstance(guard, AccessGuard)]
    return named[0] if len(named) == 1 else None


class EveryRouteIsGuarded(ReceiveRoutePlugin):
    """Refuses to start with a route that does not say who may call it, or with one for staff that leaves no trace."""

    def receive_route(self, route: BaseRoute) -> None:
        """Check a route; that of OPTIONS, which tells an address's methods, is Litestar's own and open."""
        for handler in handlers_of(route):
            guard, methods = guard_of(handler), methods_of(handler)
            if guard is None and methods != {"OPTIONS"}:
                msg = f"{handler}: name exactly one of the guards of shop_http.guards"
                raise ImproperlyConfiguredException(msg)
            is_change = isinstance(guard, _StaffGuard) and guard.permission is not None and methods != {"GET"}
            if is_change and "audits" not in handler.opt:
                msg = f"{handler}: say in `audits` as what its change stands in the audit log"
                raise ImproperlyConfiguredException(msg)


def _user(sessions: SessionChecker, info: RequestInfo) -> AuthenticatedUser | None:
    token = parse_bearer(info.header(b"authorization"))
    return None if token is None else sessions.check(token, info.caller.client)


def _caller(info: RequestInfo, user: AuthenticatedUser | None, guest_key: str | None) -> Caller:
    return Caller(user=user, guest_key=guest_key, client=info.caller.client, request_id=info.request_id)
