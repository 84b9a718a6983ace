"""Every order since a day, on every storage."""

from datetime import timedelta

from shop_domain.orders.service import OrderExportService, exporting
from shop_domain.orders.table import COLUMNS, order_row
from tests.builders import NOW


def numbers(desk, since):
    return [summary.placed.order.number for summary in OrderExportService(read=desk.store.read).placed_since(since)]


def test_orders_come_in_the_order_in_which_they_were_placed_from_the_moment_on(desk, mug, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_AT_ONCE", 2)
    placed = []
    for _ in range(5):
        placed.append(desk.start(desk.fill_cart(mug)).order.number)
        desk.pass_time(minutes=1)
    assert numbers(desk, NOW) == placed
    assert numbers(desk, NOW + timedelta(minutes=2)) == placed[2:]
    assert numbers(desk, NOW + timedelta(minutes=4, seconds=1)) == []


def test_orders_of_one_moment_are_neither_lost_nor_repeated(desk, mug, monkeypatch):
    monkeypatch.setattr(exporting, "MOST_AT_ONCE", 2)
    placed = {desk.start(desk.fill_cart(mug)).order.number for _ in range(5)}
    found = numbers(desk, NOW)
    assert (len(found), set(found)) == (5, placed)


def test_a_row_tells_what_was_bought_paid_and_where_it_goes(desk, mug):
    started = desk.start(desk.fill_cart(mug, quantity=2), note="=1+1")
    desk.approve(started)
    desk.come_back(started)
    (summary,) = OrderExportService(read=desk.store.read).placed_since(NOW)
    row = dict(zip(COLUMNS, order_row(summary), strict=True))
    order = summary.placed.order
    assert (row["order_number"], row["status"], row["payment_status"]) == (order.number, "CONFIRMED", "COMPLETED")
    assert (row["currency"], row["subtotal"], row["grand_total"]) == ("EUR", "20.00", "20.00")
    assert (row["placed_at"], row["item_count"]) == (f"{NOW:%Y-%m-%dT%H:%M:%SZ}", "2")
    assert row["items"] == f"2 x {summary.placed.lines[0].sku}"
    assert (row["shipping_city"], row["billing_city"], row["shipping_phone"]) == ("London", "London", "")
    assert (row["email"], row["note"]) == ("ada@example.com", "=1+1")
