"""Which address of each type is the default?"""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from shop_domain.accounts.address import Address, AddressId


def ensure_defaults(addresses: Sequence[Address], preferred: AddressId | None = None) -> tuple[Address, ...]:
    """Leave exactly one default of each type that has addresses.

    The preferred one becomes it; else the present default stays; else the newest is promoted.
    """
    chosen = {kind: _default_of(of_kind, preferred) for kind, of_kind in _by_type(addresses).items()}
    return tuple(replace(address, is_default=chosen[address.address_type] == address.id) for address in addresses)


def _by_type(addresses: Iterable[Address]) -> dict[str, list[Address]]:
    kinds: dict[str, list[Address]] = {}
    for address in addresses:
        kinds.setdefault(address.address_type, []).append(address)
    return kinds


def _default_of(of_kind: Sequence[Address], preferred: AddressId | None) -> AddressId:
    wanted = [address for address in of_kind if address.id == preferred]
    present = [address for address in of_kind if address.is_default]
    newest = sorted(of_kind, key=lambda address: (address.created_at, address.id), reverse=True)
    return (wanted or present or newest)[0].id
