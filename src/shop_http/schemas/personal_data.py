"""What is held on a user and shown to them nowhere else in this form."""

from uuid import UUID

import msgspec

from shop_domain.accounts.one_time_token import OneTimeToken, Purpose
from shop_domain.auth.attempts import SessionEvent
from shop_domain.cart.model import Cart, CartLine, CartStatus
from shop_domain.payments.model import Method, Payment, PaymentStatus, Refund, RefundState
from shop_domain.payments.status import status_of
from shop_http.schemas.address import PostalAddressOut
from shop_http.schemas.cart import SnapshotOut
from shop_http.schemas.request_types import AwareDatetime


class SessionActivityOut(msgspec.Struct, frozen=True, kw_only=True):
    """One turn in a session's life: opened, renewed, or ended with a reason."""

    id: UUID
    session_id: UUID
    event: str
    ip_address: str
    user_agent: str
    at: AwareDatetime

    @classmethod
    def of(cls, event: SessionEvent) -> "SessionActivityOut":
        return cls(
            id=event.id,
            session_id=event.session_id,
            event=event.event,
            ip_address=event.client.ip_address,
            user_agent=event.client.user_agent,
            at=event.at,
        )


class MailedLinkOut(msgspec.Struct, frozen=True, kw_only=True):
    """A link that somebody had mailed: for what, when and from where; what opens it is kept nowhere."""

    id: UUID
    purpose: Purpose
    address: str
    requested_ip: str
    requested_agent: str
    created_at: AwareDatetime
    expires_at: AwareDatetime
    used_at: AwareDatetime | None
    used_ip: str | None
    replaced_at: AwareDatetime | None

    @classmethod
    def of(cls, link: OneTimeToken) -> "MailedLinkOut":
        """Write a link, without its digest."""
        return cls(**{name: getattr(link, name) for name in cls.__struct_fields__})


class PersonalDataCartItemOut(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a cart, as it was put in."""

    id: UUID
    product_id: UUID
    variant_id: UUID
    quantity: int
    snapshot: SnapshotOut

    @classmethod
    def of(cls, line: CartLine) -> "PersonalDataCartItemOut":
        return cls(
            id=line.id,
            product_id=line.snapshot.product_id,
            variant_id=line.variant_id,
            quantity=line.quantity,
            snapshot=SnapshotOut.of(line.snapshot),
        )


class PersonalDataCartOut(msgspec.Struct, frozen=True, kw_only=True):
    """A cart that is kept, whatever became of it."""

    id: UUID
    status: CartStatus
    currency: str
    items: tuple[PersonalDataCartItemOut, ...]
    coupons: tuple[str, ...]
    email: str | None
    note: str | None
    shipping_address: PostalAddressOut | None
    billing_address: PostalAddressOut | None
    created_at: AwareDatetime
    updated_at: AwareDatetime

    @classmethod
    def of(cls, cart: Cart) -> "PersonalDataCartOut":
        return cls(
            id=cart.id,
            status=cart.status,
            currency=cart.currency,
            items=tuple(map(PersonalDataCartItemOut.of, cart.lines)),
            coupons=cart.coupon_codes,
            email=cart.email,
            note=cart.note,
            shipping_address=cart.shipping_address,
            billing_address=cart.billing_address,
            created_at=cart.created_at,
            updated_at=cart.updated_at,
        )


class PersonalDataPaymentOut(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt to pay one of the orders; the provider knows it by `provider_order_id`."""

    payment_id: UUID
    order_id: UUID
    payment_method: Method
    amount: str
    currency: str
    status: PaymentStatus
    provider_order_id: str | None
    refunded_amount: str
    expires_at: AwareDatetime
    created_at: AwareDatetime
    updated_at: AwareDatetime

    @classmethod
    def of(cls, payment: Payment) -> "PersonalDataPaymentOut":
        return cls(
            payment_id=payment.id,
            order_id=payment.order_id,
            payment_method=payment.method,
            amount=str(payment.amount),
            currency=payment.amount.currency,
            status=status_of(payment),
            provider_order_id=payment.provider_id,
            refunded_amount=str(payment.refunded),
            expires_at=payment.expires_at,
            created_at=payment.created_at,
            updated_at=payment.updated_at,
        )


class PersonalDataRefundOut(msgspec.Struct, frozen=True, kw_only=True):
    """Money that goes, or went, back."""

    refund_id: UUID
    payment_id: UUID
    amount: str
    currency: str
    state: RefundState
    reason: str
    created_at: AwareDatetime
    updated_at: AwareDatetime

    @classmethod
    def of(cls, refund: Refund) -> "PersonalDataRefundOut":
        return cls(
            refund_id=refund.id,
            payment_id=refund.payment_id,
            amount=str(refund.amount),
            currency=refund.amount.currency,
            state=refund.state,
            reason=refund.reason,
            created_at=refund.created_at,
            updated_at=refund.updated_at,
        )
