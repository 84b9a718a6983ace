"""Is the session of a genuine access token still active?"""

from datetime import datetime

from shop_domain.auth.errors import Blocked, NoActiveSession, SessionTerminated, TokenNotValid
from shop_domain.auth.model import AccessClaims, AuthenticatedUser, SessionForRequest


def check_session(
    claims: AccessClaims, found: SessionForRequest | None, now: datetime, *, is_newest: bool
) -> AuthenticatedUser:
    """Authenticate a caller.

    Raises NoActiveSession (no such session), SessionTerminated (it was ended, has run out, or its user is inactive),
    TokenNotValid (a newer pair replaced the token, or it is for another user), or Blocked.
    """
    if found is None:
        raise NoActiveSession
    if found.is_ended or now >= found.expires_at or not found.is_active:
        raise SessionTerminated
    if not is_newest or found.user_id != claims.user_id:
        raise TokenNotValid
    if found.is_blocked:
        raise Blocked
    return AuthenticatedUser(
        user_id=found.user_id,
        session_id=claims.session_id,
        is_staff=found.is_staff,
        role=found.role,
        email=found.email,
        username=found.username,
    )
