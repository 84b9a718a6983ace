"""Writes down what staff did in parts of the shop that keep no such log themselves."""

from shop_domain.auth.model import ClientInfo, SignedIn
from shop_domain.auth.ports import AuthTx
from shop_domain.auth.service.journal import Journal
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retried


class StaffLogService:
    """One row for each thing that staff did."""

    def __init__(self, *, begin: Begin[AuthTx], clock: Clock, journal: Journal) -> None:
        """Write to this storage."""
        self._begin, self._clock, self._journal = begin, clock, journal

    @retried
    def note(self, caller: SignedIn, action: str, subject: str, client: ClientInfo) -> None:
        """Note an action that has just been carried out."""
        row = self._journal.staff_action(caller, action, subject, {}, client, self._clock())
        with self._begin() as tx:
            tx.staff_actions.add(row)
