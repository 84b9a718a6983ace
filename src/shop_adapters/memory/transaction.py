"""All repositories on one transaction in memory; each context sees the slice that its ports name."""

from typing import TYPE_CHECKING

from shop_adapters.memory.address_books import MemoryAddressBooks, MemoryProfiles
from shop_adapters.memory.auth.part import MemoryAuthPart
from shop_adapters.memory.carts import MemoryCarts, MemoryCartSweep, MemoryGuestKeys
from shop_adapters.memory.catalog.part import MemoryCatalogPart
from shop_adapters.memory.coupons import MemoryCouponCatalogue, MemoryCoupons, MemoryCouponScopes, MemoryPastOrders
from shop_adapters.memory.deliveries import MemoryDeliveries
from shop_adapters.memory.event_queue import MemoryEventQueue
from shop_adapters.memory.held_data import MemoryHeldData
from shop_adapters.memory.idempotency import MemoryIdempotencyKeys
from shop_adapters.memory.offers import MemoryOffers
from shop_adapters.memory.once_only import MemoryOnceOnly
from shop_adapters.memory.orders import MemoryOrderReader, MemoryOrders
from shop_adapters.memory.outbox import MemoryOutbox
from shop_adapters.memory.payment_inbox import MemoryNotificationInbox
from shop_adapters.memory.payments import (
    MemoryCompletionClaims,
    MemoryPaymentAgenda,
    MemoryPaymentReader,
    MemoryPayments,
)
from shop_adapters.memory.refunds import MemoryRefunds
from shop_adapters.memory.state import MemoryState
from shop_adapters.memory.stock import MemoryStock, MemoryStockLedger
from shop_adapters.memory.timetable import MemoryTimetable

if TYPE_CHECKING:
    cached_property = property  # what a slice asks for; a type checker doesn't take the other for one
else:
    from functools import cached_property
from shop_adapters.memory.personal_traces import MemoryPersonalTraces


class MemoryTx(MemoryAuthPart, MemoryCatalogPart):
    """One transaction with every repository made when it is first asked for."""

    def __init__(self, state: MemoryState) -> None:
        """Work on this state."""
        super().__init__(state.door)
        self._state = state

    @cached_property
    def outbox(self) -> MemoryOutbox:
        """Events that leave with the transaction."""
        return MemoryOutbox(self._state.outbox)

    @cached_property
    def requests(self) -> MemoryOnceOnly:
        """Requests whose effect is already in."""
        return MemoryOnceOnly(self._state.requests_done)

    @cached_property
    def event_queue(self) -> MemoryEventQueue:
        """Stored events on their way to the subscribers."""
        return MemoryEventQueue(self._state.outbox)

    @cached_property
    def deliveries(self) -> MemoryDeliveries:
        """Deliveries that are over."""
        return MemoryDeliveries(self._state.deliveries)

    @cached_property
    def timetable(self) -> MemoryTimetable:
        """When each recurring job runs next."""
        return MemoryTimetable(self._state.jobs)

    @cached_property
    def idempotency(self) -> MemoryIdempotencyKeys:
        """Claims of requests that may be sent again."""
        return MemoryIdempotencyKeys(self._state.idempotency_claims)

    @cached_property
    def carts(self) -> MemoryCarts:
        """Carts by owner and id."""
        return MemoryCarts(self._state.carts, self._state.live_carts)

    @cached_property
    def guest_keys(self) -> MemoryGuestKeys:
        """What became of guests' keys."""
        return MemoryGuestKeys(self._state.carts, self._state.live_carts)

    @cached_property
    def cart_sweep(self) -> MemoryCartSweep:
        """Carts that nobody comes back to."""
        return MemoryCartSweep(self._state.carts, self._state.live_carts)

    @cached_property
    def offers(self) -> MemoryOffers:
        """The catalogue and the stock as carts see them."""
        return MemoryOffers(self._state)

    @cached_property
    def coupons(self) -> MemoryCoupons:
        """Coupons as carts and orders use them."""
        return MemoryCoupons(self._state.coupons, self._state.coupon_uses)

    @cached_property
    def coupon_catalogue(self) -> MemoryCouponCatalogue:
        """Coupons as staff keep them."""
        return MemoryCouponCatalogue(self._state.coupons)

    @cached_property
    def past_orders(self) -> MemoryPastOrders:
        """What a customer ordered before."""
        return MemoryPastOrders(self._state.orders)

    @cached_property
    def stock(self) -> MemoryStock:
        """Stock by variant."""
        return MemoryStock(self._state.stock_levels, self._state.reservations, self._state.stock_movements)

    @cached_property
    def stock_ledger(self) -> MemoryStockLedger:
        """Every move of stock."""
        return MemoryStockLedger(self._state.stock_movements)

    @cached_property
    def orders(self) -> MemoryOrders:
        """Orders by id."""
        return MemoryOrders(self._state.orders, self._state.order_history)

    @cached_property
    def order_reader(self) -> MemoryOrderReader:
        """Orders as people look at them."""
        return MemoryOrderReader(self._state.orders, self._state.order_history, self._state.payments)

    @cached_property
    def payments(self) -> MemoryPayments:
        """Attempts to pay."""
        return MemoryPayments(self._state.payments, self._state.orders, self._state.payment_evidence)

    @cached_property
    def completion_claims(self) -> MemoryCompletionClaims:
        """Who completes an attempt."""
        return MemoryCompletionClaims(self._state.payments)

    @cached_property
    def payment_reader(self) -> MemoryPaymentReader:
        """Attempts to pay, looked up."""
        return MemoryPaymentReader(self._state.payments, self._state.orders)

    @cached_property
    def payment_agenda(self) -> MemoryPaymentAgenda:
        """What of paying is due."""
        return MemoryPaymentAgenda(self._state.payments, self._state.refunds)

    @cached_property
    def held_data(self) -> MemoryHeldData:
        """What is kept about a user outside of the account and the orders."""
        return MemoryHeldData(self._state)

    @cached_property
    def refunds(self) -> MemoryRefunds:
        """Money to give back."""
        return MemoryRefunds(self._state.refunds)

    @cached_property
    def payment_inbox(self) -> MemoryNotificationInbox:
        """Webhooks, each kept once."""
        return MemoryNotificationInbox(self._state.payment_notifications, self._state.payment_notifications_refused)

    @cached_property
    def coupon_scopes(self) -> MemoryCouponScopes:
        """What a coupon may be for."""
        return MemoryCouponScopes(self._state.products, self._state.categories)

    @cached_property
    def address_books(self) -> MemoryAddressBooks:
        """All addresses of a user."""
        return MemoryAddressBooks(self._state.addresses, self._state.door.users)

    @cached_property
    def profiles(self) -> MemoryProfiles:
        """What users tell about themselves."""
        return MemoryProfiles(self._state.profiles)

    @cached_property
    def personal_traces(self) -> MemoryPersonalTraces:
        """What names a user outside of the account."""
        return MemoryPersonalTraces(self._state)
