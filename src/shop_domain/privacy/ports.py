"""What exporting and erasing a person's data needs from the storage."""

from collections.abc import Callable
from typing import Protocol, TypeAlias

from shop_domain.accounts.model import UserId
from shop_domain.accounts.ports import AddressBooks, Profiles, SessionGuard, Users
from shop_domain.auth.ports import Sessions
from shop_domain.kernel.ports import Outbox
from shop_domain.orders.ports import OrderReader
from shop_domain.privacy.personal_data import PersonalData
from shop_domain.staff.ports import Administrators

CancelUnpaidOrders: TypeAlias = Callable[[UserId], None]
"""Cancel a user's orders that are not paid; what a provider is still asked about is left to its answer."""


class PersonalDataEraser(Protocol):
    """What names a user outside of the account: addresses, the profile, carts, and what orders say of people."""

    def erase(self, user_id: UserId) -> None:
        """Remove addresses, profile, open carts, links, and events that are over; take people out of what is kept.

        The audit log and the security log keep what they have.
        """
        ...

    def delete_account_events(self, user_id: UserId) -> None:
        """Remove the events of the account itself, once the last of them was told."""
        ...


class AccountErasureTx(Protocol):
    """The part of a transaction that erases an account."""

    @property
    def users(self) -> Users: ...
    @property
    def session_guard(self) -> SessionGuard: ...
    @property
    def sessions(self) -> Sessions: ...
    @property
    def administrators(self) -> Administrators: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def personal_data_eraser(self) -> PersonalDataEraser: ...


class AccountClosedTx(Protocol):
    """The part of a transaction that clears up behind an account that was erased."""

    @property
    def personal_data_eraser(self) -> PersonalDataEraser: ...


class PersonalDataReader(Protocol):
    """What is kept about a user outside of the account and the orders."""

    def read(self, user_id: UserId, limit: int) -> PersonalData:
        """Gather it, at most so many of each list, the newest first."""
        ...


class DataExportTx(Protocol):
    """The part of a transaction that exports a person's data."""

    @property
    def users(self) -> Users: ...
    @property
    def profiles(self) -> Profiles: ...
    @property
    def address_books(self) -> AddressBooks: ...
    @property
    def order_reader(self) -> OrderReader: ...
    @property
    def personal_data(self) -> PersonalDataReader: ...
