"""A user takes all data along."""

from typing import Final

from shop_domain.accounts.errors import UserNotFound
from shop_domain.auth.model import AuthenticatedUser
from shop_domain.kernel.paging import all_items
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.orders.model import OrderFilter
from shop_domain.privacy.personal_data import PersonalDataExport, truncate_lists
from shop_domain.privacy.ports import DataExportTx

MAX_ROWS: Final = 20_000
"""Of each list but the orders; nobody comes near it by shopping."""


class DataExportService:
    """What the shop holds on a user, in one piece."""

    def __init__(self, *, read: Begin[DataExportTx], clock: Clock) -> None:
        self._read, self._clock = read, clock

    def export(self, caller: AuthenticatedUser) -> PersonalDataExport:
        """Gather all data held on the caller; no secret is among it. Raises UserNotFound."""
        user_id = caller.user_id
        with self._read() as tx:
            user = tx.users.get(user_id)
            if user is None:
                raise UserNotFound
            held, cut_short = truncate_lists(tx.personal_data.read(user_id, MAX_ROWS + 1), MAX_ROWS)
            return PersonalDataExport(
                user=user,
                profile=tx.profiles.of(user_id),
                addresses=tx.address_books.of(user_id),
                orders=tuple(all_items(lambda page: tx.order_reader.list_by_user(user_id, OrderFilter(), page))),
                data=held,
                truncated_lists=cut_short,
                exported_at=self._clock(),
            )
