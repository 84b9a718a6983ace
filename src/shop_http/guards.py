"""Who may call a route."""

from enum import StrEnum

from shop_domain.auth.model import AuthenticatedUser
from shop_domain.kernel.errors import ErrorKind, ShopError
from shop_http.authentication import NotAuthenticated
from shop_http.exchange import Glance


class Access(StrEnum):
    """Every route names one of these; there is no default."""

    PUBLIC = "public"
    """Anybody; credentials are not looked at, so that a dead token is no obstacle to logging in."""
    ANYBODY = "anybody"
    """Anybody, known by a bearer and a guest's key where these are good; others are as if they were not there."""
    GUEST_OR_USER = "guest_or_user"
    """Anybody, known by a bearer (which must be good if it is there), else by a guest's key, else new."""
    USER = "user"
    """Users with a live session."""
    STAFF = "staff"
    """Users who are staff; other users get 403."""


class StaffOnly(ShopError):
    """The route is for staff."""

    code = "permission_denied"
    kind = ErrorKind.FORBIDDEN
    message = "You do not have permission to perform this action."


class PrefetchRefused(ShopError):
    """A browser fetches a link before anybody follows it; this one must wait, since it does something."""

    code = "fetched_ahead"
    kind = ErrorKind.FORBIDDEN
    message = "This link works when it is followed, not before."


def require_intentional(prefetch: Glance) -> bool:
    """Tell whether a link that does something shall do it; raise FetchedAhead where nobody followed it yet."""
    if prefetch.is_ahead:
        raise PrefetchRefused
    return not prefetch.is_head


def check_access(access: Access, user: AuthenticatedUser | None) -> None:
    """Let a caller pass; raise NotAuthenticated or StaffOnly."""
    if access in {Access.PUBLIC, Access.ANYBODY, Access.GUEST_OR_USER}:
        return
    if user is None:
        raise NotAuthenticated
    if access is Access.STAFF and not user.is_staff:
        raise StaffOnly
