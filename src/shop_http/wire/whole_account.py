"""All data held on a user, for the user to take along."""

from collections.abc import Mapping

import msgspec

from shop_domain.accounts.address import Checked
from shop_domain.orders.whole_account import WholeAccount
from shop_http.wire.accounts import AddressOut, ProfileOut
from shop_http.wire.auth import UserOut
from shop_http.wire.body import Body, Moment, Secret
from shop_http.wire.orders import OrderOut


class LeaveShop(Body, frozen=True, kw_only=True):
    """The password once more, since nothing brings the account back."""

    password: Secret


class OpenSessionOut(msgspec.Struct, frozen=True, kw_only=True):
    """One open session."""

    device_info: str
    ip_address: str
    created_at: Moment
    last_activity: Moment


class WholeAccountOut(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the shop holds on its caller; no secret is among it."""

    user: UserOut
    profile: ProfileOut
    addresses: tuple[AddressOut, ...]
    sessions: tuple[OpenSessionOut, ...]
    orders: tuple[OrderOut, ...]
    carts: tuple[Mapping[str, object], ...]
    security_attempts: tuple[Mapping[str, object], ...]
    exported_at: Moment

    @classmethod
    def of(cls, account: WholeAccount) -> "WholeAccountOut":
        """Write it."""
        told = OpenSessionOut.__struct_fields__
        return cls(
            user=UserOut.of(account.user),
            profile=ProfileOut.of(account.profile),
            addresses=tuple(AddressOut.of(Checked(address=address, warnings=())) for address in account.addresses),
            sessions=tuple(OpenSessionOut(**{n: getattr(s, n) for n in told}) for s in account.sessions),
            orders=tuple(OrderOut.of(order) for order in account.orders),
            carts=account.others["carts"],
            security_attempts=account.others["security_attempts"],
            exported_at=account.exported_at,
        )
