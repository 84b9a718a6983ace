"""Orders as the rows of a table."""

from uuid_utils.compat import uuid7

from shop_domain.catalog.model import ProductId, VariantId
from shop_domain.kernel.csv_export import TrustedText
from shop_domain.orders.csv_columns import COLUMNS, csv_row
from shop_domain.orders.model import OrderLine, OrderSummary, PlacedOrder
from tests.builders import an_order, eur


def a_bought(sku: str, quantity: int) -> OrderLine:
    return OrderLine(
        id=uuid7(),
        product_id=ProductId(uuid7()),
        variant_id=VariantId(uuid7()),
        sku=sku,
        name="A mug",
        color=None,
        size=None,
        image=None,
        unit_price=eur(500),
        quantity=quantity,
        discount=eur(0),
        tax=eur(0),
        line_total=eur(500 * quantity),
    )


def a_row(**given) -> dict[str, str]:
    placed = PlacedOrder(order=an_order(**given), lines=(a_bought("MUG-1", 2), a_bought("", 1)))
    return dict(zip(COLUMNS, csv_row(OrderSummary(placed=placed, payment_status="COMPLETED")), strict=True))


def test_a_row_says_what_was_bought_for_how_much():
    row = a_row(coupon_codes=("TEN", "FIVE"))
    assert (row["grand_total"], row["currency"], row["coupons"]) == ("10.00", "EUR", "TEN FIVE")
    assert (row["items"], row["item_count"]) == ("2 x MUG-1; 1 x A mug", "3")
    assert (row["placed_at"], row["payment_status"]) == ("2026-05-01T12:00:00Z", "COMPLETED")


def test_both_addresses_have_their_columns_and_a_missing_field_is_empty():
    row = a_row(shipping_address={"city": "London"}, billing_address={"city": "Leeds", "company": "Mills"})
    assert (row["shipping_city"], row["billing_city"]) == ("London", "Leeds")
    assert (row["shipping_company"], row["billing_company"]) == ("", "Mills")


def test_what_a_customer_typed_is_never_trusted_as_a_cell():
    row = a_row(email="=1+1@x.example", note="=1", shipping_address={"city": "=2"}, coupon_codes=("=3",))
    typed = ("email", "note", "shipping_city", "coupons", "items")
    assert not any(isinstance(row[name], TrustedText) for name in typed)
