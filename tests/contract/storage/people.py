"""Users in any storage."""

from itertools import count
from typing import Any

from shop_domain.accounts.model import UserId
from tests.doorstep import a_user

_numbers = count(1)


def a_stored_user(store: Any) -> UserId:
    """Store another user."""
    user = a_user(f"stored{next(_numbers)}")
    with store.begin() as tx:
        tx.users.add(user)
    return user.id
