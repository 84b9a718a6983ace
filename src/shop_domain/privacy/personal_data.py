"""All that the shop holds on one user."""

from datetime import datetime

import msgspec
from msgspec.structs import replace

from shop_domain.accounts.address import Address
from shop_domain.accounts.model import User
from shop_domain.accounts.one_time_token import OneTimeToken
from shop_domain.accounts.profile import Profile
from shop_domain.auth.attempts import SecurityAttempt, SessionEvent
from shop_domain.auth.model import Session
from shop_domain.cart.model import Cart
from shop_domain.orders.model import HistoryEntry, OrderId, OrderSummary
from shop_domain.payments.model import Payment, Refund
from shop_domain.staff.audit_log import AuditLogEntry


class PersonalData(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept about a user outside of the account and the orders; each list begins with the newest."""

    carts: tuple[Cart, ...]
    sessions: tuple[Session, ...]
    session_activities: tuple[SessionEvent, ...]
    security_attempts: tuple[SecurityAttempt, ...]
    mailed_links: tuple[OneTimeToken, ...]
    payments: tuple[Payment, ...]
    refunds: tuple[Refund, ...]
    order_history: tuple[tuple[OrderId, HistoryEntry], ...]
    staff_actions: tuple[AuditLogEntry, ...]


class PersonalDataExport(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that names one user, for that user to take along."""

    user: User
    profile: Profile
    addresses: tuple[Address, ...]
    orders: tuple[OrderSummary, ...]
    data: PersonalData
    truncated_lists: tuple[str, ...]
    """Lists that were too long to be given whole."""
    exported_at: datetime


def truncate_lists(data: PersonalData, max_rows: int) -> tuple[PersonalData, tuple[str, ...]]:
    """Keep at most so many of each list, the newest, and name the lists that had more."""
    lists = {name: getattr(data, name) for name in data.__struct_fields__}
    longer = tuple(name for name, rows in lists.items() if len(rows) > max_rows)
    return replace(data, **{name: lists[name][:max_rows] for name in longer}), longer
