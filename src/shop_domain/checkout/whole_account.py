"""All that the shop holds on one user."""

from datetime import datetime

import msgspec
from msgspec.structs import replace

from shop_domain.accounts.address import Address
from shop_domain.accounts.model import User
from shop_domain.accounts.one_time_token import OneTimeToken
from shop_domain.accounts.profile import Profile
from shop_domain.auth.attempts import Activity, SecurityAttempt
from shop_domain.auth.model import Session
from shop_domain.auth.staff_actions import StaffAction
from shop_domain.cart.model import Cart
from shop_domain.orders.model import HistoryEntry, OrderId, OrderSummary
from shop_domain.payments.model import Payment, Refund


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept about a user outside of the account and the orders; each list begins with the newest."""

    carts: tuple[Cart, ...]
    sessions: tuple[Session, ...]
    session_activities: tuple[Activity, ...]
    security_attempts: tuple[SecurityAttempt, ...]
    mailed_links: tuple[OneTimeToken, ...]
    payments: tuple[Payment, ...]
    refunds: tuple[Refund, ...]
    order_history: tuple[tuple[OrderId, HistoryEntry], ...]
    staff_actions: tuple[StaffAction, ...]


class WholeAccount(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that names one user, for that user to take along."""

    user: User
    profile: Profile
    addresses: tuple[Address, ...]
    orders: tuple[OrderSummary, ...]
    held: Held
    cut_short: tuple[str, ...]
    """Lists that were too long to be given whole."""
    exported_at: datetime


def shortened(held: Held, most: int) -> tuple[Held, tuple[str, ...]]:
    """Keep at most so many of each list, the newest, and name the lists that had more."""
    lists = {name: getattr(held, name) for name in held.__struct_fields__}
    longer = tuple(name for name, rows in lists.items() if len(rows) > most)
    return replace(held, **{name: lists[name][:most] for name in longer}), longer
