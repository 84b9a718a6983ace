"""Paying for what lies in the cart."""

from functools import partial

from litestar import Controller, Response, get, post
from litestar.datastructures import CacheControlHeader
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, RawBody

from shop_domain.cart.errors import GuestKeyRetired
from shop_domain.checkout.errors import CartChanged, CartEmpty, CartOutOfStock, PaymentClosed
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
from shop_http.authentication import NotAuthenticated
from shop_http.dependencies import (
    Checkout,
    ClaimedId,
    CurrentCaller,
    PayerPages,
    PaymentCompletion,
    PaymentWebhooks,
    Prefetch,
    Threads,
)
from shop_http.guards import guest_or_user, public
from shop_http.idempotency import idempotent
from shop_http.owners import owner_of, visitor_of
from shop_http.payer_pages import payment_result
from shop_http.prefetch import PrefetchRefused
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
from shop_http.thread_pools import Lane
from shop_http.threaded_routes import ShopRequest
from shop_http.waiting import complete_on_return

RETURN_ERRORS = (PaymentNotFound, PaymentNotApproved, PaymentDeclined, PaymentClosed)


class PaymentController(Controller):
    """From cart to paid order."""

    path = "/api/v1/payments"
    tags = ["Payments"]

    @get(
        "/methods/",
        guards=[public],
        operation_id="ListPaymentMethods",
        cache_control=CacheControlHeader(public=True, max_age=60),
    )
    def list_methods(self, checkout: Checkout) -> Results[Method]:
        """List the ways to pay that this shop takes."""
        methods = checkout.payment_methods()
        return Results(count=len(methods), next=None, previous=None, results=methods)

    @post(
        "/create/",
        guards=[guest_or_user],
        operation_id="CreatePayment",
        status_code=201,
        refuses=(
            NotAuthenticated,
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
        lane=Lane.PROVIDERS,
    )
    @idempotent
    def create(
        self,
        request: ShopRequest,
        caller: CurrentCaller,
        data: JSONBody[CreatePayment],
        request_id: ClaimedId,
        checkout: Checkout,
    ) -> CreatedPaymentOut:
        """Order what lies in the cart: its goods are reserved, and the payer is told where to pay."""
        details = data.details(owner_of(caller), caller)
        try:
            return CreatedPaymentOut.of(checkout.start(details, request_id))
        except (CartChanged, CartOutOfStock) as refusal:
            refusal.details = {**refusal.details, "cart": CartOut.of(refusal.priced)}
            raise

    @get(
        "/paypal/success/",
        guards=[public],
        operation_id="ReturnFromPayPal",
        also=(202, 303),
        refuses=(*RETURN_ERRORS, PrefetchRefused),
    )
    async def return_from_paypal(
        self,
        params: NamedDependency[ProviderReturn],
        prefetch: Prefetch,
        payment_completion: PaymentCompletion,
        payer_pages: PayerPages,
        thread_pools: Threads,
    ) -> Response[PaymentResultOut]:
        """Complete the payment whose payer comes back from PayPal; repeatable."""
        if prefetch.require_intentional():
            result = await complete_on_return(thread_pools, payment_completion, Method.PAYPAL, params.token)
        else:
            result = await thread_pools.run_blocking(partial(payment_completion.find, Method.PAYPAL, params.token))
        return payer_pages.redirect_or_json(result)

    @post(
        "/paypal/success/",
        guards=[public],
        operation_id="ConfirmPayPalReturn",
        status_code=200,
        also=(202,),
        refuses=RETURN_ERRORS,
    )
    async def confirm_return(
        self,
        params: NamedDependency[OptionalProviderReturn],
        data: JSONBody[ProviderReturnIn],
        payment_completion: PaymentCompletion,
        thread_pools: Threads,
    ) -> Response[PaymentResultOut]:
        """Do the same for a client that handles the payer's return itself."""
        token = data.token_beside(params)
        return payment_result(await complete_on_return(thread_pools, payment_completion, Method.PAYPAL, token))

    @get(
        "/paypal/cancel/",
        guards=[public],
        operation_id="CancelAtPayPal",
        also=(303,),
        refuses=(PaymentNotFound, PrefetchRefused),
        lane=Lane.PROVIDERS,
    )
    def cancel_at_paypal(
        self,
        params: NamedDependency[ProviderReturn],
        prefetch: Prefetch,
        payment_completion: PaymentCompletion,
        payer_pages: PayerPages,
    ) -> Response[PaymentResultOut]:
        """Give everything back to a payer who turned back; a paid order stays as it is."""
        settle = payment_completion.cancel_on_return if prefetch.require_intentional() else payment_completion.find
        return payer_pages.redirect_or_json(settle(Method.PAYPAL, params.token))

    @post(
        "/paypal/cancel/",
        guards=[public],
        operation_id="ConfirmPayPalCancel",
        status_code=200,
        refuses=(PaymentNotFound,),
        lane=Lane.PROVIDERS,
    )
    def confirm_cancel(
        self,
        params: NamedDependency[OptionalProviderReturn],
        data: JSONBody[ProviderReturnIn],
        payment_completion: PaymentCompletion,
    ) -> PaymentResultOut:
        """Do the same for a client that handles the payer's return itself."""
        return PaymentResultOut.of(payment_completion.cancel_on_return(Method.PAYPAL, data.token_beside(params)))

    @post(
        "/paypal/webhook/",
        guards=[public],
        operation_id="ReceivePayPalWebhook",
        status_code=200,
        refuses=(InvalidSignature, VerificationUnavailable, PaymentMethodUnavailable),
        lane=Lane.PROVIDERS,
    )
    def receive_webhook(
        self, request: ShopRequest, body: RawBody, payment_webhooks: PaymentWebhooks
    ) -> Response[bytes]:
        """Take in what PayPal says by itself: verified, kept once, acted on."""
        reply = payment_webhooks.receive(Method.PAYPAL, RawWebhook(headers=dict(request.headers), body=body))
        return Response(reply.body, status_code=reply.status, headers={"Content-Type": reply.content_type})

    @get("/{payment_id:uuid}/", guards=[guest_or_user], operation_id="ShowPayment", refuses=(PaymentNotFound,))
    def show(
        self,
        payment_id: FromPath[PaymentId],
        caller: CurrentCaller,
        params: NamedDependency[TokenQuery],
        payment_completion: PaymentCompletion,
    ) -> PaymentOut:
        """Show where a payment stands."""
        return PaymentOut.of(payment_completion.status(payment_id, visitor_of(caller, params.token)))
