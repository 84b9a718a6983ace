"""Every order since a day, on every storage."""

from datetime import timedelta

from shop_domain.orders.csv_columns import COLUMNS, csv_row
from shop_domain.orders.service import OrderExportService, export_orders
from tests.builders import NOW


def numbers(driver, since):
    return [summary.placed.order.number for summary in OrderExportService(read=driver.store.read).placed_since(since)]


def test_orders_come_in_the_order_in_which_they_were_placed_from_the_moment_on(driver, mug, monkeypatch):
    monkeypatch.setattr(export_orders, "BATCH_SIZE", 2)
    placed = []
    for _ in range(5):
        placed.append(driver.start(driver.fill_cart(mug)).order.number)
        driver.pass_time(minutes=1)
    assert numbers(driver, NOW) == placed
    assert numbers(driver, NOW + timedelta(minutes=2)) == placed[2:]
    assert numbers(driver, NOW + timedelta(minutes=4, seconds=1)) == []


def test_orders_of_one_moment_are_neither_lost_nor_repeated(driver, mug, monkeypatch):
    monkeypatch.setattr(export_orders, "BATCH_SIZE", 2)
    placed = {driver.start(driver.fill_cart(mug)).order.number for _ in range(5)}
    found = numbers(driver, NOW)
    assert (len(found), set(found)) == (5, placed)


def test_a_row_tells_what_was_bought_paid_and_where_it_goes(driver, mug):
    started = driver.start(driver.fill_cart(mug, quantity=2), note="=1+1")
    driver.approve(started)
    driver.return_paid(started)
    (summary,) = OrderExportService(read=driver.store.read).placed_since(NOW)
    row = dict(zip(COLUMNS, csv_row(summary), strict=True))
    order = summary.placed.order
    assert (row["order_number"], row["status"], row["payment_status"]) == (order.number, "CONFIRMED", "COMPLETED")
    assert (row["currency"], row["subtotal"], row["grand_total"]) == ("EUR", "20.00", "20.00")
    assert (row["placed_at"], row["item_count"]) == (f"{NOW:%Y-%m-%dT%H:%M:%SZ}", "2")
    assert row["items"] == f"2 x {summary.placed.lines[0].sku}"
    assert (row["shipping_city"], row["billing_city"], row["shipping_phone"]) == ("London", "London", "")
    assert (row["email"], row["note"]) == ("ada@example.com", "=1+1")
