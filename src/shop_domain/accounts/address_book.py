"""What may be done with a user's addresses?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from shop_domain.accounts.address import Address, AddressId
from shop_domain.accounts.default_address import settled
from shop_domain.accounts.errors import AddressNotFound, TooManyAddresses

MOST_ADDRESSES: Final = 100


def with_added(book: Sequence[Address], new: Address) -> tuple[Address, ...]:
    """Add an address; raise TooManyAddresses."""
    if len(book) >= MOST_ADDRESSES:
        raise TooManyAddresses
    return settled((*book, replace(new, is_default=False)), new.id if new.is_default else None)


def with_changed(book: Sequence[Address], changed: Address, now: datetime) -> tuple[Address, ...]:
    """Change one address; raise AddressNotFound. It gives its place as default up only to another one."""
    before = find(book, changed.id)
    moved = before.address_type is not changed.address_type
    preferred = changed.id if changed.is_default and (moved or not before.is_default) else None
    new = replace(changed, updated_at=now, is_default=before.is_default and not moved)
    others = tuple(new if address.id == changed.id else address for address in book)
    return settled(others, preferred)


def without(book: Sequence[Address], address_id: AddressId) -> tuple[Address, ...]:
    """Take an address away; raise AddressNotFound."""
    gone = find(book, address_id)
    return settled(tuple(address for address in book if address is not gone))


def find(book: Sequence[Address], address_id: AddressId) -> Address:
    """Find one address; raise AddressNotFound."""
    for address in book:
        if address.id == address_id:
            return address
    raise AddressNotFound
