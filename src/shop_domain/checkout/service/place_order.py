"""Place an order from a cart, and start its payment."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from shop_domain.accounts.registration_form import IsEmailAddress
from shop_domain.cart.conversion import converted
from shop_domain.cart.model import Cart, PricedCart
from shop_domain.cart.pricing_context import PricingContext
from shop_domain.cart.service.load_pricing_context import load_pricing_context
from shop_domain.cart.shown_prices import with_shown_prices
from shop_domain.checkout.cart_unchanged import require_cart_unchanged, without_lapsed_coupons
from shop_domain.checkout.checkout_fields import validate_checkout_fields
from shop_domain.checkout.errors import CartChanged, CartEmpty, CartOutOfStock
from shop_domain.checkout.events import OrderPlaced, order_details
from shop_domain.checkout.gateway_error_mapping import map_gateway_error
from shop_domain.checkout.initial_payment import initial_payment
from shop_domain.checkout.model import CheckoutDetails, PaymentUrls, StartedCheckout
from shop_domain.checkout.order_from_cart import order_from_cart
from shop_domain.checkout.ports import CheckoutTx
from shop_domain.checkout.service.order_transitions import apply_payment_change, confirm_order
from shop_domain.inventory.errors import OutOfStock
from shop_domain.inventory.reservation import ReservationPolicy, reservations_for
from shop_domain.kernel.errors import ConcurrentUpdate
from shop_domain.kernel.ports import Begin, Clock, NewId, RandomBytes
from shop_domain.kernel.retry import retry_on_storage_busy
from shop_domain.orders.model import SYSTEM_ACTOR, HistoryEntry, Order, OrderStatus
from shop_domain.orders.numbering import RANDOM_BYTES, order_number
from shop_domain.orders.ports import OrderTokens
from shop_domain.payments.errors import PaymentProviderError
from shop_domain.payments.gateway import GatewayError, Started, StartRequest
from shop_domain.payments.lifecycle import start_failed, started
from shop_domain.payments.model import Method, Payment, PaymentState
from shop_domain.payments.observation import ObservationSource
from shop_domain.payments.ports import PaymentProvider
from shop_domain.payments.provider_choice import choose_provider
from shop_domain.payments.provider_log import log_error, log_start
from shop_domain.pricing.customer_key import customer_key

REFERENCE_BYTES = 16


class CheckoutService:
    """Places orders and starts their payments."""

    def __init__(  # noqa: PLR0913 - a checkout touches everything
        self,
        *,
        begin: Begin[CheckoutTx],
        read: Begin[CheckoutTx],
        clock: Clock,
        new_id: NewId,
        random_bytes: RandomBytes,
        providers: Mapping[Method, PaymentProvider],
        policy: ReservationPolicy,
        urls: PaymentUrls,
        tokens: OrderTokens,
        is_address: IsEmailAddress,
    ) -> None:
        self._begin = begin
        self._read = read
        self._clock = clock
        self._new_id = new_id
        self._random = random_bytes
        self._providers = providers
        self._policy = policy
        self._urls = urls
        self._tokens = tokens
        self._is_address = is_address

    def payment_methods(self) -> tuple[Method, ...]:
        """List the payment methods that are configured."""
        return tuple(self._providers)

    def start(self, details: CheckoutDetails, request_id: UUID | None) -> StartedCheckout:
        """Reserve the cart's goods, write the order, and ask the provider for the payer's next step.

        Where the provider gives no result, everything is restored. A repeat of the request continues where the first
        was interrupted. Raises the refusals of cart_unchanged.py, of coupons and of providers.
        """
        validate_checkout_fields(details, self._is_address)
        method, provider = choose_provider(details.payment_method, self._providers)
        payment, order = self._already_started(request_id) or self._placed(details, method, provider, request_id)
        if payment.state is PaymentState.STARTING:
            payment = self._start_at_provider(order, payment, provider, details.language)
        if payment.state in {PaymentState.FAILED, PaymentState.CANCELLED, PaymentState.EXPIRED}:
            raise PaymentProviderError
        token = None if order.owner.user_id else self._tokens(order.id)
        return StartedCheckout(order=order, payment=payment, order_token=token)

    def _already_started(self, request_id: UUID | None) -> tuple[Payment, Order] | None:
        if request_id is None:
            return None
        with self._read() as tx:
            return tx.payment_reader.by_request_id(request_id)

    def _placed(
        self, details: CheckoutDetails, method: Method, provider: PaymentProvider, request_id: UUID | None
    ) -> tuple[Payment, Order]:
        try:
            return self._place(details, method, provider, request_id)
        except CartChanged as changed:
            raise CartChanged(self._refresh_shown_cart(details) or changed.priced) from changed
        except OutOfStock as shortage:
            priced = self._refresh_shown_cart(details)
            if priced is None:
                raise CartEmpty from shortage
            raise CartOutOfStock(shortage.shortages, priced) from shortage

    @retry_on_storage_busy
    def _place(
        self, details: CheckoutDetails, method: Method, provider: PaymentProvider, request_id: UUID | None
    ) -> tuple[Payment, Order]:
        now = self._clock()
        with self._begin() as tx:
            priced = self._confirmed_cart(tx, details)
            placed = order_from_cart(priced, details, order_number(now, self._random(RANDOM_BYTES)), now, self._new_id)
            order = placed.order
            payment = initial_payment(
                order,
                method,
                payment_id=self._new_id(),
                reference=provider.new_reference(self._random(REFERENCE_BYTES)),
                policy=self._policy,
                request_id=request_id,
            )
            tx.carts.save(converted(priced.cart, now))
            self._take_coupons(tx, priced, order)
            entry = HistoryEntry(
                from_status=None, to_status=OrderStatus.PENDING, actor=SYSTEM_ACTOR, reason="placed", at=now
            )
            tx.orders.add(placed, entry)
            tx.payments.add(payment)
            tx.outbox.add(OrderPlaced(**order_details(order, now)))
            wanted = {line.variant_id: line.quantity for line in placed.lines}
            tx.stock.reserve(order.id, reservations_for(wanted, self._new_id), now)
            if payment.state is PaymentState.PAID:
                order = confirm_order(tx, order, now)
            return payment, order

    def _confirmed_cart(self, tx: CheckoutTx, details: CheckoutDetails) -> PricedCart:
        if details.session_id is not None:
            tx.session_guard.confirm(details.session_id)
        cart = tx.carts.lock_active(details.owner)
        if cart is None:
            raise CartEmpty
        priced = _pricing_context(tx, cart, details, self._clock()).price(cart)
        require_cart_unchanged(priced, details.expected_total)
        return priced

    @staticmethod
    def _take_coupons(tx: CheckoutTx, priced: PricedCart, order: Order) -> None:
        customer = customer_key(order.owner.user_id, order.email)
        if customer is not None:
            for coupon in sorted(priced.coupons, key=lambda coupon: coupon.id):
                tx.coupon_redemptions.redeem(coupon.id, customer, order.id, order.placed_at)

    @retry_on_storage_busy
    def _refresh_shown_cart(self, details: CheckoutDetails) -> PricedCart | None:
        """Record that the client is shown the cart as it is now, so that it can be ordered."""
        now = self._clock()
        with self._begin() as tx:
            cart = tx.carts.lock_active(details.owner)
            if cart is None:
                return None
            context = _pricing_context(tx, cart, details, now)
            priced = context.price(cart)
            shown = without_lapsed_coupons(with_shown_prices(cart, priced.offers), priced)
            if shown == cart:
                return priced
            return context.price(tx.carts.save(replace(shown, updated_at=now)))

    def _start_at_provider(self, order: Order, payment: Payment, provider: PaymentProvider, language: str) -> Payment:
        try:
            answer = provider.start(self._request(order, payment, language))
        except GatewayError as error:
            self._fail_start(payment, error)
            raise map_gateway_error(error) from error
        return self._awaiting(payment, answer)

    def _awaiting(self, payment: Payment, answer: Started) -> Payment:
        now = self._clock()
        waiting = started(payment, answer, now)
        try:
            with self._begin() as tx:
                tx.payments.log(log_start(waiting, answer, now))
                tx.payments.save(waiting)
        except ConcurrentUpdate as overtaken:
            raise PaymentProviderError from overtaken
        return replace(waiting, version=waiting.version + 1)

    @retry_on_storage_busy
    def _fail_start(self, payment: Payment, error: GatewayError) -> None:
        now = self._clock()
        with self._begin() as tx:
            before, order = tx.payments.lock_with_order(payment.id)
            tx.payments.log(log_error(before, error, ObservationSource.START, now))
            failed = start_failed(before, str(error) or type(error).__name__, now)
            apply_payment_change(tx, order, before, failed, now)

    def _request(self, order: Order, payment: Payment, language: str) -> StartRequest:
        method = payment.method.value.lower()
        return StartRequest(
            reference=payment.reference,
            idempotency_key=payment.start_key,
            amount=payment.amount,
            description=f"Order {order.number}",
            order_number=order.number,
            return_url=self._urls.return_url(method),
            cancel_url=self._urls.cancel_url(method),
            webhook_url=self._urls.webhook_url(method),
            expires_at=payment.expires_at,
            language=language,
        )


def _pricing_context(tx: CheckoutTx, cart: Cart, details: CheckoutDetails, now: datetime) -> PricingContext:
    customer = customer_key(details.owner.user_id, details.email or cart.email)
    return load_pricing_context(tx, cart, customer, now)
