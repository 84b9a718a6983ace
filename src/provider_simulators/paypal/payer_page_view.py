"""What the payer's page shows of an order."""

from decimal import Decimal

import msgspec

from provider_simulators.paypal.config import PayPalConfig
from provider_simulators.paypal.money import Money, rounded_money
from provider_simulators.paypal.order_request import Breakdown, Item, PurchaseUnit
from provider_simulators.paypal.records import Order

_PARTS = {
    "item_total": "Items",
    "shipping": "Delivery",
    "handling": "Handling",
    "insurance": "Insurance",
    "tax_total": "Tax",
    "shipping_discount": "Delivery discount",
    "discount": "Discount",
}
_DEDUCTIONS = ("shipping_discount", "discount")
_HINTS = {
    "01": "This amount ends in 01, so the first means of payment will be refused.",
    "02": "This amount ends in 02, so the payment will stay under review for a minute and then go through.",
    "03": "This amount ends in 03, so the payment will stay under review for a minute and then be denied.",
    "04": "This amount ends in 04, so the payment will be declined.",
}


class PageRow(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the page: what, how many, how much."""

    label: str
    amount: str
    quantity: str = "1"


class PageView(msgspec.Struct, frozen=True, kw_only=True):
    """The page, ready to be written."""

    order_id: str
    shop: str
    merchant_id: str
    description: str | None
    invoice_id: str | None
    total: str
    items: tuple[PageRow, ...]
    parts: tuple[PageRow, ...]
    pays_at_once: bool
    was_declined: bool
    hint: str | None
    page_token: str


def build_page_view(order: Order, config: PayPalConfig, *, by_amount: bool, page_token: str) -> PageView:
    """Return the page of an order that waits for its payer."""
    unit = order.request.purchase_units[0]
    payee = unit.payee.merchant_id if unit.payee else None
    hint = _HINTS.get(unit.amount.cents or "") if by_amount else None
    experience = order.request.experience
    return PageView(
        order_id=order.id,
        shop=experience.brand_name or "the shop",
        merchant_id=payee or config.merchant_id,
        description=unit.description,
        invoice_id=unit.invoice_id,
        total=_text(unit.amount),
        items=tuple(_item_row(item) for unit in order.request.purchase_units for item in unit.items),
        parts=_part_rows(unit),
        pays_at_once=experience.user_action == "PAY_NOW",
        was_declined=order.has_been_declined,
        hint=None if order.has_been_declined else hint,
        page_token=page_token,
    )


def _item_row(item: Item) -> PageRow:
    line = rounded_money(item.unit_amount.number * int(item.quantity), item.unit_amount.currency_code)
    return PageRow(label=item.name, quantity=item.quantity, amount=_text(line))


def _part_rows(unit: PurchaseUnit) -> tuple[PageRow, ...]:
    parts = msgspec.structs.asdict(unit.amount.breakdown or Breakdown())
    shown = [(name, label, parts[name]) for name, label in _PARTS.items() if parts[name]]
    rows = (_part_row(label, part, is_taken_off=name in _DEDUCTIONS) for name, label, part in shown if part.number)
    return tuple(rows)


def _part_row(label: str, part: Money, *, is_taken_off: bool) -> PageRow:
    number = -part.number if is_taken_off else part.number
    return PageRow(label=label, amount=_text(rounded_money(number, part.currency_code)))


def _text(money: Money) -> str:
    """Write an amount with its currency, thousands apart and a true minus sign."""
    number = f"{Decimal(money.value):,}".replace("-", "\N{MINUS SIGN}")
    return f"{number} {money.currency_code}"
