"""Whether the sums of an order are right. All findings are 422."""

from collections.abc import Iterator
from decimal import Decimal

from shop_http.simulators.paypal.config import WHOLE_CURRENCIES, Knobs
from shop_http.simulators.paypal.money import MOST, Money, total
from shop_http.simulators.paypal.order_request import Item, OrderRequest, PurchaseUnit
from shop_http.simulators.paypal.problems import Flaw

_DECIMALS = 2


def order_flaws(order: OrderRequest, currencies: tuple[str, ...], knobs: Knobs) -> Iterator[Flaw]:
    """Yield what is wrong with the units' references, currencies, decimals and sums."""
    if order.intent != "CAPTURE":
        yield Flaw(issue="UNSUPPORTED_INTENT", field="/intent", value=order.intent)
    yield from _reference_flaws(order)
    for n, unit in enumerate(order.purchase_units):
        for flaw in _unit_flaws(unit, currencies, knobs):
            yield Flaw(issue=flaw.issue, field=f"/purchase_units/{n}{flaw.field}", value=flaw.value)
    used = {
        money.currency_code for unit in order.purchase_units for money in (unit.amount, *dict(unit.amounts()).values())
    }
    if len(used) > 1:
        yield Flaw(issue="MULTI_CURRENCY_ORDER", field="/purchase_units")


def money_flaws(money: Money, pointer: str, currencies: tuple[str, ...], knobs: Knobs) -> Iterator[Flaw]:
    """Yield what is wrong with an amount on its own."""
    if money.currency_code not in currencies:
        yield Flaw(issue="INVALID_CURRENCY_CODE", field=f"{pointer}/currency_code", value=money.currency_code)
    elif money.currency_code in WHOLE_CURRENCIES and money.decimals:
        yield Flaw(issue=knobs.decimals_issue, field=f"{pointer}/value", value=money.value)
    elif money.decimals > _DECIMALS:
        yield Flaw(issue="DECIMAL_PRECISION", field=f"{pointer}/value", value=money.value)
    if money.number > MOST:
        yield Flaw(issue="MAX_VALUE_EXCEEDED", field=f"{pointer}/value", value=money.value)


def _reference_flaws(order: OrderRequest) -> Iterator[Flaw]:
    references = [unit.reference_id for unit in order.purchase_units]
    if len(references) > 1 and None in references:
        yield Flaw(issue="REFERENCE_ID_REQUIRED", field="/purchase_units")
    given = [reference for reference in references if reference is not None]
    if len(given) != len(set(given)):
        yield Flaw(issue="DUPLICATE_REFERENCE_ID", field="/purchase_units")


def _unit_flaws(unit: PurchaseUnit, currencies: tuple[str, ...], knobs: Knobs) -> Iterator[Flaw]:
    yield from money_flaws(unit.amount, "/amount", currencies, knobs)
    if unit.amount.number <= 0:
        yield Flaw(issue="CANNOT_BE_ZERO_OR_NEGATIVE", field="/amount/value", value=unit.amount.value)
    for pointer, money in unit.amounts():
        yield from money_flaws(money, pointer, currencies, knobs)
        if money.number < 0:
            yield Flaw(issue="CANNOT_BE_NEGATIVE", field=f"{pointer}/value", value=money.value)
    yield from _sum_flaws(unit)


def _sum_flaws(unit: PurchaseUnit) -> Iterator[Flaw]:
    parts = unit.amount.breakdown
    if parts and total(parts.added()) - total(parts.taken_off()) != unit.amount.number:
        yield Flaw(issue="AMOUNT_MISMATCH", field="/amount/value", value=unit.amount.value)
    if unit.items:
        prices = sum((item.unit_amount.number * int(item.quantity) for item in unit.items), Decimal(0))
        yield from _part_flaws("item_total", "ITEM_TOTAL", parts.item_total if parts else None, prices)
    if any(item.tax for item in unit.items):
        taxes = sum((_tax(item) for item in unit.items), Decimal(0))
        yield from _part_flaws("tax_total", "TAX_TOTAL", parts.tax_total if parts else None, taxes)


def _tax(item: Item) -> Decimal:
    return item.tax.number * int(item.quantity) if item.tax else Decimal(0)


def _part_flaws(name: str, code: str, given: Money | None, right: Decimal) -> Iterator[Flaw]:
    pointer = f"/amount/breakdown/{name}"
    if given is None:
        yield Flaw(issue=f"{code}_REQUIRED", field=pointer)
    elif given.number != right:
        yield Flaw(issue=f"{code}_MISMATCH", field=f"{pointer}/value", value=given.value)
