"""Paying for what lies in the cart."""

from typing import TypeAlias
from uuid import UUID

from shop_domain.cart.errors import GuestKeyRetired
from shop_domain.checkout.errors import CartChanged, CartEmpty, CartOutOfStock, PaymentClosed
from shop_domain.checkout.service import CheckoutService, PaymentCompletionService, PaymentWebhookService
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
from shop_domain.payments.gateway import RawWebhook
from shop_domain.payments.model import Method, PaymentId
from shop_domain.pricing.errors import CouponAlreadyUsed, CouponExhausted
from shop_http.answers import Reply
from shop_http.authentication import Caller
from shop_http.exchange import Glance, RawRequest
from shop_http.guards import Access, PrefetchRefused, require_intentional
from shop_http.owners import owner_of, visitor_of
from shop_http.payer_pages import PayerReturnPages, payment_result
from shop_http.routing import Controller, get, post
from shop_http.schemas.cart import CartOut
from shop_http.schemas.paging import Results
from shop_http.schemas.payments import (
    CreatedPaymentOut,
    CreatePayment,
    OptionalProviderReturn,
    PaymentOut,
    PaymentResultOut,
    ProviderReturn,
    ProviderReturnIn,
    TokenQuery,
)

Methods: TypeAlias = Results[Method]
RETURN_ERRORS = (PaymentNotFound, PaymentNotApproved, PaymentDeclined, PaymentClosed)


class PaymentController(Controller):
    """From cart to paid order."""

    path = "/api/v1/payments"
    tag = "Payments"

    @get("/methods/", access=Access.PUBLIC, operation_id="ListPaymentMethods", cached_for=60)
    def list_methods(self, checkout: CheckoutService) -> Methods:
        """List the ways to pay that this shop takes."""
        methods = checkout.payment_methods()
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
            CartOutOfStock,
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
        except (CartChanged, CartOutOfStock) as refusal:
            refusal.details = {**refusal.details, "cart": CartOut.of(refusal.priced)}
            raise

    @get(
        "/paypal/success/",
        access=Access.PUBLIC,
        operation_id="ReturnFromPayPal",
        also=(202, 303),
        refuses=(*RETURN_ERRORS, PrefetchRefused),
    )
    def return_from_paypal(
        self,
        query: ProviderReturn,
        prefetch: Glance,
        payment_completion: PaymentCompletionService,
        payer_pages: PayerReturnPages,
    ) -> Reply[PaymentResultOut]:
        """Complete the payment whose payer comes back from PayPal; repeatable."""
        settle = payment_completion.complete_on_return if require_intentional(prefetch) else payment_completion.find
        return payer_pages.redirect_or_json(settle(Method.PAYPAL, query.token))

    @post(
        "/paypal/success/",
        access=Access.PUBLIC,
        operation_id="ConfirmPayPalReturn",
        also=(202,),
        refuses=RETURN_ERRORS,
    )
    def confirm_return(
        self, query: OptionalProviderReturn, body: ProviderReturnIn, payment_completion: PaymentCompletionService
    ) -> Reply[PaymentResultOut]:
        """Do the same for a client that handles the payer's return itself."""
        return payment_result(payment_completion.complete_on_return(Method.PAYPAL, body.token_beside(query)))

    @get(
        "/paypal/cancel/",
        access=Access.PUBLIC,
        operation_id="CancelAtPayPal",
        also=(303,),
        refuses=(PaymentNotFound, PrefetchRefused),
    )
    def cancel_at_paypal(
        self,
        query: ProviderReturn,
        prefetch: Glance,
        payment_completion: PaymentCompletionService,
        payer_pages: PayerReturnPages,
    ) -> Reply[PaymentResultOut]:
        """Give everything back to a payer who turned back; a paid order stays as it is."""
        settle = payment_completion.cancel_on_return if require_intentional(prefetch) else payment_completion.find
        return payer_pages.redirect_or_json(settle(Method.PAYPAL, query.token))

    @post("/paypal/cancel/", access=Access.PUBLIC, operation_id="ConfirmPayPalCancel", refuses=(PaymentNotFound,))
    def confirm_cancel(
        self, query: OptionalProviderReturn, body: ProviderReturnIn, payment_completion: PaymentCompletionService
    ) -> PaymentResultOut:
        """Do the same for a client that handles the payer's return itself."""
        return PaymentResultOut.of(payment_completion.cancel_on_return(Method.PAYPAL, body.token_beside(query)))

    @post(
        "/paypal/webhook/",
        access=Access.PUBLIC,
        operation_id="ReceivePayPalWebhook",
        refuses=(InvalidSignature, VerificationUnavailable, PaymentMethodUnavailable),
    )
    def receive_webhook(self, request: RawRequest, payment_webhooks: PaymentWebhookService) -> Reply[bytes]:
        """Take in what PayPal says by itself: verified, kept once, acted on."""
        reply = payment_webhooks.receive(Method.PAYPAL, RawWebhook(headers=request.headers, body=request.body))
        return Reply(reply.body, status=reply.status, headers={"Content-Type": reply.content_type})

    @get("/{payment_id:uuid}/", access=Access.GUEST_OR_USER, operation_id="ShowPayment", refuses=(PaymentNotFound,))
    def show(
        self, payment_id: PaymentId, caller: Caller, query: TokenQuery, payment_completion: PaymentCompletionService
    ) -> PaymentOut:
        """Show where a payment stands."""
        return PaymentOut.of(payment_completion.status(payment_id, visitor_of(caller, query.token)))
