"""Paying for what lies in the cart."""

from typing import TypeAlias
from uuid import UUID

from shop_domain.cart.errors import GuestKeyRetired
from shop_domain.checkout.errors import CartChanged, CartEmpty, PaymentClosed, StockLacks
from shop_domain.checkout.service import CheckoutService, PaymentNotificationService, SettlementService
from shop_domain.payments.errors import (
    InvalidSignature,
    PaymentDeclined,
    PaymentMethodUnavailable,
    PaymentNotApproved,
    PaymentNotFound,
    PaymentProviderBusy,
    PaymentProviderError,
    PaymentRefused,
    VerificationUnavailable,
)
from shop_domain.payments.gateway import RawNotification
from shop_domain.payments.model import Method, PaymentId
from shop_domain.pricing.errors import CouponAlreadyUsed, CouponExhausted
from shop_http.answers import Reply
from shop_http.authentication import Caller
from shop_http.exchange import Glance, RawRequest
from shop_http.guards import Access, FetchedAhead, in_earnest
from shop_http.owners import owner_of, visitor_of
from shop_http.payer_pages import PayerPages, told
from shop_http.routing import Controller, get, post
from shop_http.wire.cart import CartOut
from shop_http.wire.paging import Results
from shop_http.wire.payments import (
    CreatedPaymentOut,
    CreatePayment,
    PaymentOut,
    ProviderReturn,
    ProviderReturnIn,
    ProviderReturnTwin,
    SettledOut,
    TokenQuery,
)

Methods: TypeAlias = Results[Method]
RETURN_REFUSALS = (PaymentNotFound, PaymentNotApproved, PaymentDeclined, PaymentClosed)


class PaymentController(Controller):
    """From cart to paid order."""

    path = "/api/v1/payments"
    tag = "Payments"

    @get("/methods/", access=Access.PUBLIC, operation_id="ListPaymentMethods", cached_for=60)
    def list_methods(self, checkout: CheckoutService) -> Methods:
        """List the ways to pay that this shop takes."""
        methods = checkout.methods()
        return Results(count=len(methods), next=None, previous=None, results=methods)

    @post(
        "/create/",
        access=Access.GUEST_OR_USER,
        operation_id="CreatePayment",
        status=201,
        idempotent=True,
        refuses=(
            CartEmpty,
            CartChanged,
            StockLacks,
            CouponExhausted,
            CouponAlreadyUsed,
            GuestKeyRetired,
            PaymentMethodUnavailable,
            PaymentRefused,
            PaymentProviderError,
            PaymentProviderBusy,
        ),
    )
    def create(
        self, caller: Caller, body: CreatePayment, request_id: UUID | None, checkout: CheckoutService
    ) -> CreatedPaymentOut:
        """Order what lies in the cart: its goods are reserved, and the payer is told where to pay."""
        details = body.details(owner_of(caller), caller)
        try:
            return CreatedPaymentOut.of(checkout.start(details, request_id))
        except (CartChanged, StockLacks) as refusal:
            refusal.details = {**refusal.details, "cart": CartOut.of(refusal.priced)}
            raise

    @get(
        "/paypal/success/",
        access=Access.PUBLIC,
        operation_id="ReturnFromPayPal",
        also=(202, 303),
        refuses=(*RETURN_REFUSALS, FetchedAhead),
    )
    def come_back(
        self, query: ProviderReturn, glance: Glance, settlement: SettlementService, pages: PayerPages
    ) -> Reply[SettledOut]:
        """Complete the payment whose payer comes back from PayPal; repeatable."""
        settle = settlement.returned if in_earnest(glance) else settlement.known
        return pages.shown(settle(Method.PAYPAL, query.token))

    @post(
        "/paypal/success/",
        access=Access.PUBLIC,
        operation_id="ConfirmPayPalReturn",
        also=(202,),
        refuses=RETURN_REFUSALS,
    )
    def confirm_return(
        self, query: ProviderReturnTwin, body: ProviderReturnIn, settlement: SettlementService
    ) -> Reply[SettledOut]:
        """Do the same for a client that handles the payer's return itself."""
        return told(settlement.returned(Method.PAYPAL, body.token_beside(query)))

    @get(
        "/paypal/cancel/",
        access=Access.PUBLIC,
        operation_id="CancelAtPayPal",
        also=(303,),
        refuses=(PaymentNotFound, FetchedAhead),
    )
    def turn_back(
        self, query: ProviderReturn, glance: Glance, settlement: SettlementService, pages: PayerPages
    ) -> Reply[SettledOut]:
        """Give everything back to a payer who turned back; a paid order stays as it is."""
        settle = settlement.cancelled if in_earnest(glance) else settlement.known
        return pages.shown(settle(Method.PAYPAL, query.token))

    @post("/paypal/cancel/", access=Access.PUBLIC, operation_id="ConfirmPayPalCancel", refuses=(PaymentNotFound,))
    def confirm_cancel(
        self, query: ProviderReturnTwin, body: ProviderReturnIn, settlement: SettlementService
    ) -> SettledOut:
        """Do the same for a client that handles the payer's return itself."""
        return SettledOut.of(settlement.cancelled(Method.PAYPAL, body.token_beside(query)))

    @post(
        "/paypal/webhook/",
        access=Access.PUBLIC,
        operation_id="ReceivePayPalWebhook",
        refuses=(InvalidSignature, VerificationUnavailable, PaymentMethodUnavailable),
    )
    def receive_webhook(self, request: RawRequest, notifications: PaymentNotificationService) -> Reply[bytes]:
        """Take in what PayPal says by itself: verified, kept once, acted on."""
        reply = notifications.receive(Method.PAYPAL, RawNotification(headers=request.headers, body=request.body))
        return Reply(reply.body, status=reply.status, headers={"Content-Type": reply.content_type})

    @get("/{payment_id:uuid}/", access=Access.GUEST_OR_USER, operation_id="ShowPayment", refuses=(PaymentNotFound,))
    def show(
        self, payment_id: PaymentId, caller: Caller, query: TokenQuery, settlement: SettlementService
    ) -> PaymentOut:
        """Show where a payment stands."""
        return PaymentOut.of(settlement.status(payment_id, visitor_of(caller, query.token)))
