"""What may be done with a user's addresses?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from shop_domain.accounts.address import Address, AddressId
from shop_domain.accounts.default_address import ensure_defaults
from shop_domain.accounts.errors import AddressNotFound, TooManyAddresses

MAX_ADDRESSES: Final = 100


def add_to_book(book: Sequence[Address], new: Address) -> tuple[Address, ...]:
    """Add an address; raise TooManyAddresses."""
    if len(book) >= MAX_ADDRESSES:
        raise TooManyAddresses
    return ensure_defaults((*book, replace(new, is_default=False)), new.id if new.is_default else None)


def change_in_book(book: Sequence[Address], changed: Address, now: datetime) -> tuple[Address, ...]:
    """Change one address; raise AddressNotFound. It gives its place as default up only to another one."""
    before = find_address(book, changed.id)
    moved = before.address_type is not changed.address_type
    preferred = changed.id if changed.is_default and (moved or not before.is_default) else None
    new = replace(changed, updated_at=now, is_default=before.is_default and not moved)
    others = tuple(new if address.id == changed.id else address for address in book)
    return ensure_defaults(others, preferred)


def remove_from_book(book: Sequence[Address], address_id: AddressId) -> tuple[Address, ...]:
    """Take an address away; raise AddressNotFound."""
    gone = find_address(book, address_id)
    return ensure_defaults(tuple(address for address in book if address is not gone))


def find_address(book: Sequence[Address], address_id: AddressId) -> Address:
    """Find one address; raise AddressNotFound."""
    for address in book:
        if address.id == address_id:
            return address
    raise AddressNotFound
