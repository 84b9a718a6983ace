"""Is the session behind a genuine access token still active?"""

from datetime import timedelta
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from shop_domain.accounts.model import Role, SessionId
from shop_domain.auth.errors import Blocked, NoActiveSession, SessionTerminated, TokenNotValid
from shop_domain.auth.model import AccessClaims, AuthenticatedUser, SessionForRequest
from shop_domain.auth.session_check import check_session
from tests.auth_driver import NOON, a_user

USER = a_user()
CLAIMS = AccessClaims(user_id=USER.id, session_id=SessionId(uuid7()), token_id="t")


def found(**given: Any) -> SessionForRequest:
    values: dict[str, Any] = {
        "user_id": USER.id,
        "email": USER.email,
        "username": USER.username,
        "is_active": True,
        "is_staff": True,
        "role": Role.SUPPORT,
        "generation": 1,
        "pair_used": True,
        "last_activity": NOON,
        "expires_at": NOON + timedelta(seconds=1),
        "is_ended": False,
        "is_blocked": False,
        **given,
    }
    return SessionForRequest(**values)


def checked(session: SessionForRequest | None, *, is_newest: bool = True) -> AuthenticatedUser:
    return check_session(CLAIMS, session, NOON, is_newest=is_newest)


def test_a_session_in_order_lets_its_user_in_with_the_present_role():
    assert checked(found()) == AuthenticatedUser(
        user_id=USER.id,
        session_id=CLAIMS.session_id,
        is_staff=True,
        role=Role.SUPPORT,
        email=USER.email,
        username=USER.username,
    )


@pytest.mark.parametrize(
    ("session", "is_newest", "refusal"),
    [
        (None, True, NoActiveSession),
        (found(is_ended=True), True, SessionTerminated),
        (found(expires_at=NOON), True, SessionTerminated),
        (found(is_active=False), True, SessionTerminated),
        (found(), False, TokenNotValid),
        (found(user_id=a_user().id), True, TokenNotValid),
        (found(is_blocked=True), True, Blocked),
        (found(is_ended=True, is_blocked=True), False, SessionTerminated),
        (found(is_blocked=True), False, TokenNotValid),
    ],
)
def test_the_first_reason_why_not_is_told(session, is_newest, refusal):
    with pytest.raises(refusal):
        checked(session, is_newest=is_newest)
