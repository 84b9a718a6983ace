"""All that the shop holds on one user."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from shop_domain.accounts.address import Address
from shop_domain.accounts.model import User
from shop_domain.accounts.profile import Profile
from shop_domain.auth.model import Session
from shop_domain.orders.model import OrderSummary


class WholeAccount(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that names one user, for that user to take along."""

    user: User
    profile: Profile
    addresses: tuple[Address, ...]
    sessions: tuple[Session, ...]
    """Those that are open."""
    orders: tuple[OrderSummary, ...]
    others: Mapping[str, tuple[Mapping[str, object], ...]]
    """What lies elsewhere, by kind: carts, attempts to sign in."""
    exported_at: datetime
