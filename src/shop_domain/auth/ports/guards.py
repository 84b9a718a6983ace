"""Which staff a transaction is for, held as they are until it ends."""

from datetime import datetime
from typing import Protocol

from shop_domain.accounts.model import UserId
from shop_domain.auth.model import SignedIn


class StaffGuard(Protocol):
    """For what staff change: it must not commit for somebody who was just signed out, shut out or demoted."""

    def confirm(self, caller: SignedIn, *changed: UserId) -> SignedIn:
        """Hold the caller's account and session, and accounts that shall change; give the caller's present standing.

        Accounts come in the order of their ids and before the session, so that two who change each other take turns.
        Raises SessionTerminated where the session is over or the account is shut.
        """
        ...


class Administrators(Protocol):
    """Who can let others in."""

    def hold(self, now: datetime) -> tuple[UserId, ...]:
        """Name the administrators who are not shut out, in order, and keep them so until the transaction ends."""
        ...
