"""A request to create an order, once its shape is right."""

from collections.abc import Iterator

import msgspec

from provider_simulators.paypal.money import Money


class Breakdown(msgspec.Struct, frozen=True):
    """What a total is made of."""

    item_total: Money | None = None
    tax_total: Money | None = None
    shipping: Money | None = None
    handling: Money | None = None
    insurance: Money | None = None
    shipping_discount: Money | None = None
    discount: Money | None = None

    def additions(self) -> list[Money]:
        parts = (self.item_total, self.tax_total, self.shipping, self.handling, self.insurance)
        return [part for part in parts if part]

    def deductions(self) -> list[Money]:
        return [part for part in (self.shipping_discount, self.discount) if part]


class Amount(Money, frozen=True, kw_only=True):
    """A total, perhaps explained."""

    breakdown: Breakdown | None = None


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the purchase."""

    name: str
    quantity: str
    unit_amount: Money
    tax: Money | None = None


class Payee(msgspec.Struct, frozen=True):
    """Who gets the money."""

    merchant_id: str | None = None
    email_address: str | None = None


class PurchaseUnit(msgspec.Struct, frozen=True, kw_only=True):
    """What is paid to one merchant."""

    amount: Amount
    reference_id: str | None = None
    custom_id: str | None = None
    invoice_id: str | None = None
    description: str | None = None
    payee: Payee | None = None
    items: tuple[Item, ...] = ()

    def amounts(self) -> Iterator[tuple[str, Money]]:
        """Yield every amount but the total, with its pointer."""
        parts = msgspec.structs.asdict(self.amount.breakdown) if self.amount.breakdown else {}
        for name, part in parts.items():
            if part:
                yield f"/amount/breakdown/{name}", part
        for n, item in enumerate(self.items):
            yield f"/items/{n}/unit_amount", item.unit_amount
            if item.tax:
                yield f"/items/{n}/tax", item.tax


class Experience(msgspec.Struct, frozen=True):
    """How the payer's page shall look, and where it leads back."""

    return_url: str | None = None
    cancel_url: str | None = None
    brand_name: str | None = None
    user_action: str = "CONTINUE"


class Wallet(msgspec.Struct, frozen=True):
    """The payer pays with a PayPal account."""

    experience_context: Experience = Experience()


class PaymentSource(msgspec.Struct, frozen=True):
    """With what the payer pays."""

    paypal: Wallet | None = None


class OrderRequest(msgspec.Struct, frozen=True, kw_only=True):
    """The whole wish."""

    intent: str
    purchase_units: tuple[PurchaseUnit, ...]
    payment_source: PaymentSource = PaymentSource()
    application_context: Experience | None = None

    @property
    def uses_wallet(self) -> bool:
        return self.payment_source.paypal is not None

    @property
    def experience(self) -> Experience:
        wallet = self.payment_source.paypal
        old = self.application_context or Experience()
        return wallet.experience_context if wallet else old
