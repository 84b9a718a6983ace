"""Paying over HTTP."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from shop_domain.cart.model import CartOwner
from shop_domain.checkout.model import CheckoutDetails, PaymentWithOrder, StartedCheckout
from shop_domain.kernel.errors import InvalidFields
from shop_domain.payments.gateway import FormPost, NextAction, Redirect, ShowQr
from shop_domain.payments.model import Method, Payment, PaymentStatus
from shop_domain.payments.status import status_of
from shop_http.authentication import Caller
from shop_http.schemas.address import AddressIn
from shop_http.schemas.request_types import Amount, AwareDatetime, BodySchema, CodeText, Email, NoteText, QuerySchema

ProviderToken = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[\x21-\x7e]+\Z")]


class CreatePayment(BodySchema, frozen=True, kw_only=True):
    """Order what lies in the cart, and pay for it."""

    payment_method: Annotated[
        CodeText, Meta(examples=["PAYPAL"], extra_json_schema={"enum": [method.value for method in Method]})
    ]
    shipping_address: Annotated[AddressIn, Meta(description="Needed unless one was put on the cart.")] | None = None
    billing_address: AddressIn | None = None
    shipping_method_id: UUID | None = None
    email: Email | None = None
    note: NoteText | None = None
    expected_total: Annotated[Amount, Meta(description="What the client believes it costs.")] | None = None

    def details(self, owner: CartOwner, caller: Caller) -> CheckoutDetails:
        user = caller.user
        return CheckoutDetails(
            owner=owner,
            session_id=None if user is None else user.session_id,
            account_email=None if user is None else user.email,
            payment_method=self.payment_method,
            shipping_address=None if self.shipping_address is None else self.shipping_address.fields(),
            billing_address=None if self.billing_address is None else self.billing_address.fields(),
            shipping_method_id=self.shipping_method_id,
            email=self.email,
            note=self.note,
            expected_total=self.expected_total,
        )


class ActionOut(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the payer has to do next."""

    type: Literal["redirect", "form_post", "qr_code"]
    url: str
    fields: dict[str, str] | None = None

    @classmethod
    def of(cls, action: NextAction) -> "ActionOut":
        match action:
            case Redirect():
                return cls(type="redirect", url=action.url)
            case FormPost():
                return cls(type="form_post", url=action.url, fields=dict(action.fields))
            case ShowQr():
                return cls(type="qr_code", url=action.url, fields={"content": action.content})


class PaymentOut(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt to pay."""

    payment_id: UUID
    order_number: str
    payment_method: Method
    amount: str
    currency: str
    status: PaymentStatus
    provider_order_id: str | None
    approval_url: str | None
    action: ActionOut | None
    refunded_amount: str
    expires_at: AwareDatetime
    created_at: AwareDatetime
    updated_at: AwareDatetime

    @classmethod
    def of(cls, result: PaymentWithOrder) -> "PaymentOut":
        """Write an attempt; the payer's next step is told only while there is one."""
        payment = result.payment
        action = open_action(payment)
        return cls(
            payment_id=payment.id,
            order_number=result.order.number,
            payment_method=payment.method,
            amount=str(payment.amount),
            currency=payment.amount.currency,
            status=status_of(payment),
            provider_order_id=payment.provider_id,
            approval_url=None if action is None else action.url,
            action=action,
            refunded_amount=str(payment.refunded),
            expires_at=payment.expires_at,
            created_at=payment.created_at,
            updated_at=payment.updated_at,
        )


class CreatedPaymentOut(msgspec.Struct, frozen=True, kw_only=True):
    """An order that waits for its payment, with the payer's next step."""

    payment_id: UUID
    order_number: str
    payment_method: Method
    amount: str
    currency: str
    status: PaymentStatus
    provider_order_id: str | None
    approval_url: str | None
    expires_at: AwareDatetime
    action: ActionOut | None
    order_token: str | msgspec.UnsetType = msgspec.UNSET
    """For guests: what shows them their order."""

    @classmethod
    def of(cls, started: StartedCheckout) -> "CreatedPaymentOut":
        payment = started.payment
        action = open_action(payment)
        return cls(
            payment_id=payment.id,
            order_number=started.order.number,
            payment_method=payment.method,
            amount=str(payment.amount),
            currency=payment.amount.currency,
            status=status_of(payment),
            provider_order_id=payment.provider_id,
            approval_url=None if action is None else action.url,
            expires_at=payment.expires_at,
            action=action,
            order_token=started.order_token or msgspec.UNSET,
        )


class ProviderReturn(QuerySchema, forbid_unknown_fields=False, frozen=True, kw_only=True):
    """What PayPal adds to the address that its payer comes back to; some kinds of funding add more."""

    token: ProviderToken
    PayerID: Annotated[str, Meta(max_length=64)] | None = None
    ba_token: Annotated[str, Meta(max_length=64)] | None = None


class OptionalProviderReturn(QuerySchema, forbid_unknown_fields=False, frozen=True, kw_only=True):
    """The same beside a POST, whose body may say it instead."""

    token: ProviderToken | None = None
    PayerID: Annotated[str, Meta(max_length=64)] | None = None
    ba_token: Annotated[str, Meta(max_length=64)] | None = None


class ProviderReturnIn(BodySchema, frozen=True, kw_only=True):
    """The same, in the body of a POST."""

    token: ProviderToken | None = None
    PayerID: Annotated[str, Meta(max_length=64)] | None = None
    ba_token: Annotated[str, Meta(max_length=64)] | None = None

    def token_beside(self, query: OptionalProviderReturn) -> str:
        """Give the token that body or query name; raise InvalidFields where there is none, or are two."""
        named = {token for token in (self.token, query.token) if token is not None}
        if len(named) != 1:
            raise InvalidFields({"token": ["The body and the query differ." if named else "This field is required."]})
        return named.pop()


class PaymentResultOut(msgspec.Struct, frozen=True, kw_only=True):
    """Where a payment stands after its payer came back."""

    message: str
    payment_id: UUID
    order_number: str
    status: PaymentStatus

    @classmethod
    def of(cls, result: PaymentWithOrder) -> "PaymentResultOut":
        """Write it with a sentence for people."""
        status = status_of(result.payment)
        return cls(
            message=MESSAGES[status],
            payment_id=result.payment.id,
            order_number=result.order.number,
            status=status,
        )


MESSAGES: dict[PaymentStatus, str] = {
    PaymentStatus.PENDING: "Payment waits for the payer",
    PaymentStatus.PROCESSING: "Payment is being processed",
    PaymentStatus.COMPLETED: "Payment completed successfully",
    PaymentStatus.FAILED: "Payment failed",
    PaymentStatus.CANCELLED: "Payment cancelled",
    PaymentStatus.EXPIRED: "Payment expired",
    PaymentStatus.REVIEW: "Payment is under review",
    PaymentStatus.PARTIALLY_REFUNDED: "Payment completed successfully",
    PaymentStatus.REFUNDED: "Payment refunded",
}


class TokenQuery(QuerySchema, frozen=True, kw_only=True):
    """A guest's way to an order."""

    token: Annotated[str, Meta(max_length=200, description="The order's token, for guests.")] | None = None


def open_action(payment: Payment) -> ActionOut | None:
    """Give the payer's next step, while there is one."""
    waits = status_of(payment) is PaymentStatus.PENDING and payment.action is not None
    return ActionOut.of(payment.action) if waits and payment.action is not None else None
