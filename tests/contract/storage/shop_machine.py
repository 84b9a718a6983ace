"""A whole shop under shoppers, payers, time, a careless network and power cuts; its audit are checked at every step."""

from contextlib import suppress
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from uuid_utils.compat import uuid7

from shop_adapters.payments.in_memory import ProviderFault
from shop_domain.cart.model import CartStatus
from shop_domain.inventory.model import MovementId, MovementKind, StockMovement
from shop_domain.kernel.errors import ShopError
from shop_domain.orders.access import OrderViewer
from shop_domain.orders.lifecycle import TRANSITIONS
from shop_domain.orders.model import OrderStatus
from shop_domain.payments.model import Method, PaymentState, RefundState
from tests.builders import a_coupon, a_guest_owner, a_product, a_user_owner, create_products
from tests.contract.storage.checkout_driver import CheckoutDriver
from tests.contract.storage.crash_injection import CrashingStore, CrashPoint, SimulatedCrash
from tests.contract.storage.ledger_audit import LedgerAudit

COUPON_LIMIT = 2
FIRST_STOCK = 4
SOLD = {OrderStatus.CONFIRMED, OrderStatus.PROCESSING, OrderStatus.SHIPPED, OrderStatus.DELIVERED}
crashes = st.none() | st.integers(min_value=0, max_value=25)


class ShopMachine(RuleBasedStateMachine):
    """Three shoppers, two products, one coupon for two orders, one provider."""

    def open_store(self) -> Any:
        raise NotImplementedError

    @initialize()
    def open_the_shop(self) -> None:
        self.store = self.open_store()
        self.crash_point = CrashPoint()
        self.driver = CheckoutDriver(CrashingStore(self.store, self.crash_point))
        self.provider = self.driver.provider
        self.shoppers = [a_user_owner(), a_user_owner(), a_guest_owner()]
        self.variants = create_products(self.store, a_product(), a_product(), available=FIRST_STOCK)
        self.adjusted = dict.fromkeys(self.variants, 0)
        with self.store.begin() as tx:
            tx.coupon_admin.save(a_coupon(max_uses=COUPON_LIMIT))

    @rule(who=st.integers(0, 2), what=st.integers(0, 1), quantity=st.integers(1, 3), coupon=st.booleans())
    def fill_a_cart(self, who: int, what: int, quantity: int, coupon: bool) -> None:
        owner = self.shoppers[who]
        if self.driver.cart_of(owner) is None:
            codes = ("TEN",) if coupon else ()
            self.driver.fill_cart(self.variants[what], owner=owner, quantity=quantity, coupon_codes=codes)

    @rule(who=st.integers(0, 2), crash=crashes, fault=st.none() | st.sampled_from(ProviderFault))
    def check_out(self, who: int, crash: int | None, fault: ProviderFault | None) -> None:
        self._faulty(fault)
        self._attempt(crash, lambda: self.driver.start(self.shoppers[who], uuid7()))

    @precondition(lambda self: self.provider.payments)
    @rule(data=st.data(), declined=st.booleans())
    def approve(self, data: st.DataObject, declined: bool) -> None:
        provider_id = self._some_attempt(data)
        self.provider.approve(provider_id)
        if declined:
            self.provider.decline_next_capture(provider_id)

    @precondition(lambda self: self.provider.payments)
    @rule(data=st.data(), crash=crashes, fault=st.none() | st.sampled_from(ProviderFault))
    def come_back(self, data: st.DataObject, crash: int | None, fault: ProviderFault | None) -> None:
        provider_id = self._some_attempt(data)
        self._faulty(fault)
        self._attempt(crash, lambda: self.driver.completion.complete_on_return(Method.PAYPAL, provider_id))

    @precondition(lambda self: self.provider.payments)
    @rule(data=st.data(), crash=crashes)
    def turn_back(self, data: st.DataObject, crash: int | None) -> None:
        provider_id = self._some_attempt(data)
        self._attempt(crash, lambda: self.driver.completion.cancel_on_return(Method.PAYPAL, provider_id))

    @precondition(lambda self: self.provider.payments)
    @rule(data=st.data(), crash=crashes, again=st.booleans())
    def notify(self, data: st.DataObject, crash: int | None, again: bool) -> None:
        provider_id = self._some_attempt(data)
        key = provider_id if again else str(uuid7())
        self._attempt(crash, lambda: self.driver.deliver_webhook_for(provider_id, key))

    @rule(data=st.data(), crash=crashes)
    def cancel_an_order(self, data: st.DataObject, crash: int | None) -> None:
        orders = LedgerAudit(self.store).orders
        if orders:
            order = data.draw(st.sampled_from(sorted(orders, key=lambda o: o.id)))
            self._attempt(crash, lambda: self.driver.cancellation.cancel(order.number, OrderViewer(owner=order.owner)))

    @rule(crash=crashes, fault=st.none() | st.sampled_from(ProviderFault))
    def reconcile(self, crash: int | None, fault: ProviderFault | None) -> None:
        self._faulty(fault)
        self._attempt(crash, self.driver.reconciliation.run_once)

    @rule(minutes=st.sampled_from([1, 5, 40, 70]))
    def time_passes(self, minutes: int) -> None:
        self.driver.pass_time(minutes=minutes)

    @rule(what=st.integers(0, 1), quantity=st.integers(-2, 3).filter(bool))
    def count_stock(self, what: int, quantity: int) -> None:
        variant = self.variants[what]
        movement = StockMovement(
            id=MovementId(uuid7()),
            variant_id=variant,
            kind=MovementKind.ADJUSTMENT,
            on_hand_change=quantity,
            reserved_change=0,
            happened_at=self.driver.now,
        )
        with self.store.begin() as tx:
            if tx.stock.apply(movement) is not None:
                self.adjusted[variant] += quantity

    @invariant()
    def invariants_hold(self) -> None:
        if hasattr(self, "store"):
            audit = LedgerAudit(self.store)
            self._stock_balances(audit)
            self._coupons_balance(audit)
            self._carts_and_orders_agree(audit)
            self._money_balances(audit)

    def teardown(self) -> None:
        """Let the faults stop and time pass: everything comes to an end by itself."""
        if not hasattr(self, "store"):
            return
        self.crash_point.calls_left, self.provider.injected_faults = None, []
        for _ in range(12):
            self.driver.reconciliation.run_once()
            self.driver.pass_time(minutes=30)
        audit = LedgerAudit(self.store)
        self.invariants_hold()
        assert not [order for order in audit.orders if order.status is OrderStatus.PENDING], "an order waits for ever"
        assert all(self.driver.level(variant)[1] == 0 for variant in self.variants), "stock is reserved for ever"
        assert all(refund.state is RefundState.DONE for refund in audit.refunds), "money is owed for ever"
        self._every_capture_has_its_end(audit)
        self.close_store()

    def close_store(self) -> None:
        self.store.close()

    def _stock_balances(self, audit: LedgerAudit) -> None:
        for variant in self.variants:
            on_hand, reserved = self.driver.level(variant)
            held = self._units(audit, variant, {OrderStatus.PENDING})
            sold = self._units(audit, variant, SOLD)
            assert min(on_hand, reserved, on_hand - reserved) >= 0
            assert reserved == held, "a reservation leaked"
            assert on_hand == FIRST_STOCK + self.adjusted[variant] - sold, "units were lost or made"
            assert (on_hand, reserved) == audit.ledger(variant), "the ledger does not sum to the level"

    def _units(self, audit: LedgerAudit, variant: Any, statuses: set[OrderStatus]) -> int:
        with self.store.read() as tx:
            return sum(
                tx.orders.quantities(order.id).get(variant, 0) for order in audit.orders if order.status in statuses
            )

    def _coupons_balance(self, audit: LedgerAudit) -> None:
        with self.store.read() as tx:
            uses = tx.coupon_admin.get("TEN").uses
        holding = [o for o in audit.orders if "TEN" in o.coupon_codes and o.status is not OrderStatus.CANCELLED]
        assert uses == len(holding) <= COUPON_LIMIT

    def _carts_and_orders_agree(self, audit: LedgerAudit) -> None:
        live = audit.live_orders_by_cart()
        assert max(live.values(), default=0) <= 1, "a cart was sold twice"
        paid_back = {order.cart_id for order in audit.orders if order.status is OrderStatus.CANCELLED}
        for cart_id, status, _ in audit.carts:
            if status is CartStatus.CONVERTED:
                assert live[cart_id] == 1 or cart_id in paid_back
            else:
                assert live[cart_id] == 0
        active = [owner for _, status, owner in audit.carts if status is CartStatus.ACTIVE]
        assert len(active) == len(set(active))
        for order in audit.orders:
            assert order.grand_total == order.subtotal - order.discount_total + order.shipping_total + order.tax_total
            steps = audit.history[order.id]
            assert steps[0][0] is None
            assert steps[-1][1] is order.status
            assert all(before and after in TRANSITIONS[before] for before, after in steps[1:])

    def _money_balances(self, audit: LedgerAudit) -> None:
        for payment in audit.payments:
            returned = sum(
                r.amount.minor for r in audit.refunds if r.payment_id == payment.id and r.state is RefundState.DONE
            )
            assert payment.refunded.minor == returned
            if payment.captured is not None:
                assert returned <= payment.captured.minor
        for account in self.provider.payments.values():
            assert account.refunded_minor <= (0 if account.captured is None else account.captured.minor)
        by_order = {order.id: order for order in audit.orders}
        for payment in audit.payments:
            if by_order[payment.order_id].status in SOLD:
                assert payment.state is PaymentState.PAID
                assert payment.captured == by_order[payment.order_id].grand_total

    def _every_capture_has_its_end(self, audit: LedgerAudit) -> None:
        orders = {order.id: order for order in audit.orders}
        by_reference = {payment.reference: payment for payment in audit.payments}
        for account in self.provider.payments.values():
            if account.captured is not None:
                order = orders[by_reference[account.reference].order_id]
                kept = account.captured.minor - account.refunded_minor
                assert kept == (order.grand_total.minor if order.status in SOLD else 0), "money without an order"

    def _some_attempt(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(sorted(self.provider.payments)))

    def _faulty(self, fault: ProviderFault | None) -> None:
        self.provider.injected_faults = [] if fault is None else [fault]

    def _attempt(self, crash: int | None, act: Any) -> None:
        """Do something that may be refused, or cut off by a power cut after so many calls."""
        self.crash_point.calls_left = crash
        with suppress(ShopError, SimulatedCrash):
            act()
        self.crash_point.calls_left, self.provider.injected_faults = None, []
