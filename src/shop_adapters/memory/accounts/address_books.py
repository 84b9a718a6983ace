"""Addresses and profiles in memory."""

from collections.abc import Sequence

from shop_adapters.memory.engine.tables import MemoryTable
from shop_domain.accounts.address import Address, AddressId
from shop_domain.accounts.errors import UserNotFound
from shop_domain.accounts.model import User, UserId


class MemoryAddressBooks:
    """All addresses of a user."""

    def __init__(self, addresses: MemoryTable[AddressId, Address], users: MemoryTable[UserId, User]) -> None:
        self._addresses = addresses
        self._users = users

    def of(self, user_id: UserId) -> tuple[Address, ...]:
        own = [address for address in self._addresses if address.user_id == user_id]
        return tuple(sorted(own, key=lambda address: (address.created_at, address.id)))

    def lock(self, user_id: UserId) -> tuple[Address, ...]:
        """Do the same; raise UserNotFound."""
        if user_id not in self._users:
            raise UserNotFound
        return self.of(user_id)

    def replace(self, before: Sequence[Address], after: Sequence[Address]) -> None:
        kept = {address.id for address in after}
        for address in before:
            if address.id not in kept:
                self._addresses.remove(address.id)
        for address in after:
            self._addresses.put(address.id, address)
