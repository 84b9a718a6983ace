"""The input and the results of a checkout."""

from uuid import UUID

import msgspec

from shop_domain.auth.model import SessionId
from shop_domain.cart.model import CartOwner, PostalAddress
from shop_domain.orders.model import Order
from shop_domain.payments.model import Payment


class CheckoutDetails(msgspec.Struct, frozen=True, kw_only=True):
    """What the shopper wants beside what is in the cart."""

    owner: CartOwner
    session_id: SessionId | None = None
    """The signed-in session, confirmed again in the transaction that writes the order."""
    account_email: str | None = None
    """A signed-in user's address; a guest gives one here or put one on the cart before."""
    payment_method: str
    shipping_address: PostalAddress | None = None
    """Where the goods go; None for the address that was put on the cart before."""
    billing_address: PostalAddress | None = None
    shipping_method_id: UUID | None = None
    email: str | None = None
    note: str | None = None
    expected_total: str | None = None
    """What the client believes it costs, in the cart's currency."""
    language: str = "en"


class StartedCheckout(msgspec.Struct, frozen=True, kw_only=True):
    """An order that waits for its payment."""

    order: Order
    payment: Payment
    order_token: str | None
    """The capability by which a guest sees the order; None for a user, who needs none."""


class PaymentWithOrder(msgspec.Struct, frozen=True, kw_only=True):
    """An attempt to pay with its order, as they are now."""

    order: Order
    payment: Payment


class PaymentUrls(msgspec.Struct, frozen=True, kw_only=True):
    """Where providers send payers and notifications: always the configured address, never the request's."""

    public_url: str

    def return_url(self, method: str) -> str:
        """Give the page a payer comes back to."""
        return f"{self.public_url}/api/v1/payments/{method}/success/"

    def cancel_url(self, method: str) -> str:
        """Give the page a payer comes back to without having paid."""
        return f"{self.public_url}/api/v1/payments/{method}/cancel/"

    def webhook_url(self, method: str) -> str:
        return f"{self.public_url}/api/v1/payments/{method}/webhook/"
