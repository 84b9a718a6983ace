"""Whether the sums of an order are right. All findings are 422."""

from collections.abc import Iterator
from decimal import Decimal

from provider_simulators.paypal.config import ZERO_DECIMAL_CURRENCIES, Behavior
from provider_simulators.paypal.errors import ErrorDetail
from provider_simulators.paypal.money import MAX_AMOUNT, Money, sum_amounts
from provider_simulators.paypal.order_request import Item, OrderRequest, PurchaseUnit

_DECIMALS = 2


def order_errors(order: OrderRequest, currencies: tuple[str, ...], behavior: Behavior) -> Iterator[ErrorDetail]:
    """Yield what is wrong with the units' references, currencies, decimals and sums."""
    if order.intent != "CAPTURE":
        yield ErrorDetail(issue="UNSUPPORTED_INTENT", field="/intent", value=order.intent)
    yield from _reference_errors(order)
    for n, unit in enumerate(order.purchase_units):
        for flaw in _unit_errors(unit, currencies, behavior):
            yield ErrorDetail(issue=flaw.issue, field=f"/purchase_units/{n}{flaw.field}", value=flaw.value)
    used = {
        money.currency_code for unit in order.purchase_units for money in (unit.amount, *dict(unit.amounts()).values())
    }
    if len(used) > 1:
        yield ErrorDetail(issue="MULTI_CURRENCY_ORDER", field="/purchase_units")


def money_errors(money: Money, pointer: str, currencies: tuple[str, ...], behavior: Behavior) -> Iterator[ErrorDetail]:
    """Yield what is wrong with an amount on its own."""
    if money.currency_code not in currencies:
        yield ErrorDetail(issue="INVALID_CURRENCY_CODE", field=f"{pointer}/currency_code", value=money.currency_code)
    elif money.currency_code in ZERO_DECIMAL_CURRENCIES and money.decimals:
        yield ErrorDetail(issue=behavior.decimals_issue, field=f"{pointer}/value", value=money.value)
    elif money.decimals > _DECIMALS:
        yield ErrorDetail(issue="DECIMAL_PRECISION", field=f"{pointer}/value", value=money.value)
    if money.number > MAX_AMOUNT:
        yield ErrorDetail(issue="MAX_VALUE_EXCEEDED", field=f"{pointer}/value", value=money.value)


def _reference_errors(order: OrderRequest) -> Iterator[ErrorDetail]:
    references = [unit.reference_id for unit in order.purchase_units]
    if len(references) > 1 and None in references:
        yield ErrorDetail(issue="REFERENCE_ID_REQUIRED", field="/purchase_units")
    given = [reference for reference in references if reference is not None]
    if len(given) != len(set(given)):
        yield ErrorDetail(issue="DUPLICATE_REFERENCE_ID", field="/purchase_units")


def _unit_errors(unit: PurchaseUnit, currencies: tuple[str, ...], behavior: Behavior) -> Iterator[ErrorDetail]:
    yield from money_errors(unit.amount, "/amount", currencies, behavior)
    if unit.amount.number <= 0:
        yield ErrorDetail(issue="CANNOT_BE_ZERO_OR_NEGATIVE", field="/amount/value", value=unit.amount.value)
    for pointer, money in unit.amounts():
        yield from money_errors(money, pointer, currencies, behavior)
        if money.number < 0:
            yield ErrorDetail(issue="CANNOT_BE_NEGATIVE", field=f"{pointer}/value", value=money.value)
    yield from _sum_errors(unit)


def _sum_errors(unit: PurchaseUnit) -> Iterator[ErrorDetail]:
    parts = unit.amount.breakdown
    if parts and sum_amounts(parts.additions()) - sum_amounts(parts.deductions()) != unit.amount.number:
        yield ErrorDetail(issue="AMOUNT_MISMATCH", field="/amount/value", value=unit.amount.value)
    if unit.items:
        prices = sum((item.unit_amount.number * int(item.quantity) for item in unit.items), Decimal(0))
        yield from _part_errors("item_total", "ITEM_TOTAL", parts.item_total if parts else None, prices)
    if any(item.tax for item in unit.items):
        taxes = sum((_tax(item) for item in unit.items), Decimal(0))
        yield from _part_errors("tax_total", "TAX_TOTAL", parts.tax_total if parts else None, taxes)


def _tax(item: Item) -> Decimal:
    return item.tax.number * int(item.quantity) if item.tax else Decimal(0)


def _part_errors(name: str, code: str, given: Money | None, expected: Decimal) -> Iterator[ErrorDetail]:
    pointer = f"/amount/breakdown/{name}"
    if given is None:
        yield ErrorDetail(issue=f"{code}_REQUIRED", field=pointer)
    elif given.number != expected:
        yield ErrorDetail(issue=f"{code}_MISMATCH", field=f"{pointer}/value", value=given.value)
