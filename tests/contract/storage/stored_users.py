"""Users in any storage."""

from itertools import count
from typing import Any

from shop_domain.accounts.model import User, UserId
from shop_domain.auth.model import AuthenticatedUser, Session
from tests.auth_driver import a_session, a_user

_numbers = count(1)


def a_stored_user(store: Any) -> UserId:
    """Store another user."""
    user = a_user(f"stored{next(_numbers)}")
    with store.begin() as tx:
        tx.users.add(user)
    return user.id


def a_logged_in_user(store: Any) -> AuthenticatedUser:
    """Store another user, with a session that goes on."""
    user = a_user(f"signed-in{next(_numbers)}")
    session = a_session(user.id)
    with store.begin() as tx:
        tx.users.add(user)
    with store.begin() as tx:
        tx.sessions.add(session)
    return caller_of(user, session)


def caller_of(user: User, session: Session) -> AuthenticatedUser:
    """Give what a request of the user in that session is known by."""
    return AuthenticatedUser(
        user_id=user.id,
        session_id=session.id,
        is_staff=user.is_staff,
        role=user.role,
        email=user.email,
        username=user.username,
    )
