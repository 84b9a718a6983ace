"""All data held on a user, for the user to take along."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from shop_domain.accounts.address import Checked
from shop_domain.checkout.whole_account import WholeAccount
from shop_domain.orders.model import HistoryEntry
from shop_http.wire.accounts import AddressOut, ProfileOut
from shop_http.wire.body import Body, Moment, Secret
from shop_http.wire.held import HeldCartOut, HeldPaymentOut, HeldRefundOut, MailedLinkOut, SessionTurnOut
from shop_http.wire.orders import HistoryEntryOut, OrderOut
from shop_http.wire.security import AttemptOut, KnownUser, StaffActionOut, WatchedSession

CUT_SHORT = "Lists that were too long to be given whole: the newest 20,000 rows of each are here."


class LeaveShop(Body, frozen=True, kw_only=True):
    """The password once more, since nothing brings the account back."""

    password: Secret


class OrderMoveOut(HistoryEntryOut, frozen=True, kw_only=True):
    """One move of one of the orders."""

    order_id: UUID

    @classmethod
    def of_order(cls, order_id: UUID, entry: HistoryEntry) -> "OrderMoveOut":
        """Write a move with the order that it belongs to."""
        return cls(order_id=order_id, **msgspec.structs.asdict(HistoryEntryOut.of(entry)))


class WholeAccountOut(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the shop holds on its caller, each list from the newest on; no secret is among it."""

    user: KnownUser
    profile: ProfileOut
    addresses: tuple[AddressOut, ...]
    sessions: tuple[WatchedSession, ...]
    session_activities: tuple[SessionTurnOut, ...]
    security_attempts: tuple[AttemptOut, ...]
    mailed_links: tuple[MailedLinkOut, ...]
    carts: tuple[HeldCartOut, ...]
    orders: tuple[OrderOut, ...]
    order_history: tuple[OrderMoveOut, ...]
    payments: tuple[HeldPaymentOut, ...]
    refunds: tuple[HeldRefundOut, ...]
    staff_actions: tuple[StaffActionOut, ...]
    cut_short: Annotated[tuple[str, ...], Meta(description=CUT_SHORT)]
    exported_at: Moment

    @classmethod
    def of(cls, account: WholeAccount) -> "WholeAccountOut":
        """Write it."""
        held, email = account.held, account.user.email
        tries = (replace(tried, identifier=tried.identifier or email) for tried in held.security_attempts)
        return cls(
            user=KnownUser.of(account.user),
            profile=ProfileOut.of(account.profile),
            addresses=tuple(AddressOut.of(Checked(address=address, warnings=())) for address in account.addresses),
            sessions=tuple(map(WatchedSession.of, held.sessions)),
            session_activities=tuple(map(SessionTurnOut.of, held.session_activities)),
            security_attempts=tuple(map(AttemptOut.of, tries)),
            mailed_links=tuple(map(MailedLinkOut.of, held.mailed_links)),
            carts=tuple(map(HeldCartOut.of, held.carts)),
            orders=tuple(map(OrderOut.of, account.orders)),
            order_history=tuple(OrderMoveOut.of_order(order_id, entry) for order_id, entry in held.order_history),
            payments=tuple(map(HeldPaymentOut.of, held.payments)),
            refunds=tuple(map(HeldRefundOut.of, held.refunds)),
            staff_actions=tuple(map(StaffActionOut.of, held.staff_actions)),
            cut_short=account.cut_short,
            exported_at=account.exported_at,
        )
