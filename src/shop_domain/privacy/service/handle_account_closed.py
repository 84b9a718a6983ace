"""An account was erased: what waits for its owner is cancelled, and what was written meanwhile is erased too."""

from uuid import UUID

from shop_domain.accounts.model import UserId
from shop_domain.auth.events import AccountDeleted
from shop_domain.kernel.events import Event
from shop_domain.kernel.ports import Begin
from shop_domain.kernel.retry import retry_on_storage_busy
from shop_domain.privacy.ports import AccountClosedTx, CancelUnpaidOrders


class AccountClosedHandler:
    """Clears up behind an account that was erased."""

    def __init__(self, *, begin: Begin[AccountClosedTx], cancel_unpaid_orders: CancelUnpaidOrders) -> None:
        self._begin, self._cancel_unpaid_orders = begin, cancel_unpaid_orders

    def handle(self, event_id: UUID, event: Event) -> None:  # noqa: ARG002 - a repeat finds nothing left to do
        """Cancel an erased account's unpaid orders; then erase what was written during its erasure, and its events."""
        if isinstance(event, AccountDeleted):
            self._cancel_unpaid_orders(event.user_id)
            self._erase(event.user_id)

    @retry_on_storage_busy
    def _erase(self, user_id: UserId) -> None:
        with self._begin() as tx:
            tx.personal_data_eraser.erase(user_id)
            tx.personal_data_eraser.delete_account_events(user_id)
