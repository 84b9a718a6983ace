"""All repositories on one transaction; each context sees the slice that its ports name."""

from typing import TYPE_CHECKING

from shop_adapters.sql.accounts.address_books import SqlAddressBooks
from shop_adapters.sql.accounts.profiles import SqlProfiles
from shop_adapters.sql.auth.part import SqlAuthPart
from shop_adapters.sql.cart.guest_keys import SqlGuestKeys
from shop_adapters.sql.cart.offers import SqlOffers
from shop_adapters.sql.cart.repository import SqlCarts
from shop_adapters.sql.cart.sweep import SqlCartSweep
from shop_adapters.sql.catalog.part import SqlCatalogPart
from shop_adapters.sql.deliveries import SqlDeliveries
from shop_adapters.sql.event_queue import SqlEventQueue
from shop_adapters.sql.held_data import SqlHeldData
from shop_adapters.sql.idempotency import SqlIdempotencyKeys
from shop_adapters.sql.inventory.ledger import SqlStockLedger
from shop_adapters.sql.inventory.repository import SqlStock
from shop_adapters.sql.once_only import SqlOnceOnly
from shop_adapters.sql.order_reader import SqlOrderReader
from shop_adapters.sql.orders.repository import SqlOrders
from shop_adapters.sql.outbox import SqlOutbox
from shop_adapters.sql.payments.claims import SqlCompletionClaims
from shop_adapters.sql.payments.inbox import SqlNotificationInbox
from shop_adapters.sql.payments.reader import SqlPaymentAgenda, SqlPaymentReader
from shop_adapters.sql.payments.refunds import SqlRefunds
from shop_adapters.sql.payments.repository import SqlPayments
from shop_adapters.sql.pricing.catalogue import SqlCouponCatalogue
from shop_adapters.sql.pricing.coupons import SqlCoupons
from shop_adapters.sql.pricing.past_orders import SqlPastOrders
from shop_adapters.sql.pricing.scopes import SqlCouponScopes
from shop_adapters.sql.timetable import SqlTimetable

if TYPE_CHECKING:
    cached_property = property  # what a slice asks for; a type checker doesn't take the other for one
else:
    from functools import cached_property
from shop_adapters.sql.personal_traces import SqlPersonalTraces


class SqlTx(SqlAuthPart, SqlCatalogPart):
    """One transaction, or one autocommit read, with every repository made when it is first asked for."""

    @cached_property
    def outbox(self) -> SqlOutbox:
        """Events that leave with the transaction."""
        return SqlOutbox(self._database)

    @cached_property
    def requests(self) -> SqlOnceOnly:
        """Requests whose effect is already in."""
        return SqlOnceOnly(self._database)

    @cached_property
    def event_queue(self) -> SqlEventQueue:
        """Stored events on their way to the subscribers."""
        return SqlEventQueue(self._database)

    @cached_property
    def deliveries(self) -> SqlDeliveries:
        """Deliveries that are over."""
        return SqlDeliveries(self._database)

    @cached_property
    def timetable(self) -> SqlTimetable:
        """When each recurring job runs next."""
        return SqlTimetable(self._database)

    @cached_property
    def idempotency(self) -> SqlIdempotencyKeys:
        """Claims of requests that may be sent again."""
        return SqlIdempotencyKeys(self._database)

    @cached_property
    def carts(self) -> SqlCarts:
        """Carts by owner and id."""
        return SqlCarts(self._database)

    @cached_property
    def guest_keys(self) -> SqlGuestKeys:
        """What became of guests' keys."""
        return SqlGuestKeys(self._database)

    @cached_property
    def cart_sweep(self) -> SqlCartSweep:
        """Carts that nobody comes back to."""
        return SqlCartSweep(self._database)

    @cached_property
    def offers(self) -> SqlOffers:
        """The catalogue and the stock as carts see them."""
        return SqlOffers(self._database)

    @cached_property
    def coupons(self) -> SqlCoupons:
        """Coupons as carts and orders use them."""
        return SqlCoupons(self._database)

    @cached_property
    def coupon_catalogue(self) -> SqlCouponCatalogue:
        """Coupons as staff keep them."""
        return SqlCouponCatalogue(self._database)

    @cached_property
    def past_orders(self) -> SqlPastOrders:
        """What a customer ordered before."""
        return SqlPastOrders(self._database)

    @cached_property
    def stock(self) -> SqlStock:
        """Stock by variant."""
        return SqlStock(self._database)

    @cached_property
    def stock_ledger(self) -> SqlStockLedger:
        """Every move of stock."""
        return SqlStockLedger(self._database)

    @cached_property
    def orders(self) -> SqlOrders:
        """Orders by id."""
        return SqlOrders(self._database)

    @cached_property
    def order_reader(self) -> SqlOrderReader:
        """Orders as people look at them."""
        return SqlOrderReader(self._database)

    @cached_property
    def payments(self) -> SqlPayments:
        """Attempts to pay."""
        return SqlPayments(self._database)

    @cached_property
    def completion_claims(self) -> SqlCompletionClaims:
        """Who completes an attempt."""
        return SqlCompletionClaims(self._database)

    @cached_property
    def payment_reader(self) -> SqlPaymentReader:
        """Attempts to pay, looked up."""
        return SqlPaymentReader(self._database)

    @cached_property
    def payment_agenda(self) -> SqlPaymentAgenda:
        """What of paying is due."""
        return SqlPaymentAgenda(self._database)

    @cached_property
    def held_data(self) -> SqlHeldData:
        """What is kept about a user outside of the account and the orders."""
        return SqlHeldData(self._database)

    @cached_property
    def refunds(self) -> SqlRefunds:
        """Money to give back."""
        return SqlRefunds(self._database)

    @cached_property
    def payment_inbox(self) -> SqlNotificationInbox:
        """Webhooks, each kept once."""
        return SqlNotificationInbox(self._database)

    @cached_property
    def coupon_scopes(self) -> SqlCouponScopes:
        """What a coupon may be for."""
        return SqlCouponScopes(self._database)

    @cached_property
    def address_books(self) -> SqlAddressBooks:
        """All addresses of a user."""
        return SqlAddressBooks(self._database)

    @cached_property
    def profiles(self) -> SqlProfiles:
        """What users tell about themselves."""
        return SqlProfiles(self._database)

    @cached_property
    def personal_traces(self) -> SqlPersonalTraces:
        """What names a user outside of the account."""
        return SqlPersonalTraces(self._database)
