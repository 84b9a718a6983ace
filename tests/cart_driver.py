"""Carts on any storage, with a clock that tests can turn."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from shop_adapters.memory.store import MemoryStore
from shop_adapters.sql.store import SqlStore
from shop_domain.cart.cart_expiry import CartExpiry
from shop_domain.cart.guest_key import GuestKeyPolicy
from shop_domain.cart.model import LineId
from shop_domain.cart.resolved_cart import CartView, Shopper
from shop_domain.cart.service import CartCleanupService, CartMergeService, CartService
from shop_domain.cart.service.resolve_cart import CartResolver
from shop_domain.catalog.model import VariantId
from tests.builders import NOW


class CartDriver:
    """The services of carts, as short to call as a test likes it."""

    def __init__(self, store: MemoryStore | SqlStore, currency: str = "EUR") -> None:
        self.store = store
        self.now = NOW
        keys = GuestKeyPolicy(secret=b"a secret of the tests")
        self._random = 0
        common: dict[str, Any] = {"begin": store.begin, "clock": self.clock, "new_id": uuid7, "currency": currency}
        self.carts = CartService(
            read=store.read,
            resolver=CartResolver(keys=keys, random_bytes=self._bytes),
            is_address=lambda text: "@" in text,
            **common,
        )
        self.merging = CartMergeService(keys=keys, **common)
        self.cleanup = CartCleanupService(begin=store.begin, clock=self.clock, expiry=CartExpiry())

    def clock(self) -> datetime:
        return self.now

    def pass_time(self, how_long: timedelta) -> None:
        self.now += how_long

    def new_guest(self) -> Shopper:
        return Shopper(guest_key=self.carts.show(Shopper()).new_guest_key)

    def add(
        self, shopper: Shopper, variant_id: VariantId, quantity: int = 1, request_id: UUID | None = None
    ) -> CartView:
        return self.carts.add_item(shopper, variant_id, quantity, request_id=request_id, expected_version=None)

    def set_quantity(self, shopper: Shopper, variant_id: VariantId, quantity: int) -> CartView:
        return self.carts.change_item(shopper, self.line_of(shopper, variant_id), quantity, expected_version=None)

    def line_of(self, shopper: Shopper, variant_id: VariantId) -> LineId:
        lines = self.carts.show(shopper).priced.cart.lines
        return next(line.id for line in lines if line.variant_id == variant_id)

    def quantities(self, shopper: Shopper) -> dict[VariantId, int]:
        return {line.variant_id: line.quantity for line in self.carts.show(shopper).priced.cart.lines}

    def _bytes(self, count: int) -> bytes:
        self._random += 1
        return self._random.to_bytes(count, "big")
