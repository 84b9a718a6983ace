"""Orders as a table, by command."""

import csv
import io
from typing import Any

import pytest

from shop_adapters.sql.engine.engines import make_engines
from shop_adapters.sql.store import SqlStore
from shop_domain.orders.csv_columns import COLUMNS
from tests.builders import a_product, create_products
from tests.contract.storage.checkout_driver import ADDRESS, CheckoutDriver

FORMULA = '=HYPERLINK("http://evil.example","x")'


@pytest.fixture
def orders(run, tmp_path):
    assert run("migrate").exit_code == 0
    store = SqlStore(make_engines(f"sqlite:///{tmp_path}/shop.db", pool_size=1, durable=False))
    driver = CheckoutDriver(store)
    (mug,) = create_products(store, a_product(), available=10)
    address = {
        **ADDRESS,
        "first_name": FORMULA,
        "address_line_1": 'Line "one"\nline two, rear',
        "phone": "+34600000000",
    }
    given: list[dict[str, Any]] = [{"shipping_address": address, "note": "\t=1"}, {}]
    yield [driver.start(driver.fill_cart(mug), **more).order for more in given]
    store.close()


def read(done):
    assert (done.exit_code, done.stderr) == (0, "")
    return list(csv.DictReader(io.StringIO(done.stdout_bytes.decode(), newline=""), strict=True))


def test_orders_are_lines_of_a_table_in_which_no_cell_is_live(run, orders):
    done = run("export-orders", "--since", "2020-01-01", "--format", "csv")
    rows = read(done)
    assert done.stdout_bytes.startswith(",".join(COLUMNS).encode() + b"\r\n")
    assert [row["order_number"] for row in rows] == [order.number for order in orders]
    assert rows[0]["shipping_first_name"] == f"'{FORMULA}"
    assert rows[0]["shipping_address_line_1"] == 'Line "one"\nline two, rear'
    assert (rows[0]["shipping_phone"], rows[0]["note"]) == ("'+34600000000", "'\t=1")
    assert rows[1]["grand_total"] == str(orders[1].grand_total)


def test_only_what_was_placed_since_is_exported(run, orders):
    since = f"{orders[0].placed_at:%Y-%m-%d}"
    assert len(read(run("export-orders", "--since", since, "--format", "csv"))) == 2
    assert read(run("export-orders", "--since", "2100-01-01T00:00:00Z", "--format", "csv")) == []


@pytest.mark.parametrize(
    "words",
    [
        ["--format", "csv"],
        ["--since", "yesterday", "--format", "csv"],
        ["--since", "2026-02-30", "--format", "csv"],
        ["--since", "2026-01-01"],
        ["--since", "2026-01-01", "--format", "xlsx"],
    ],
)
def test_wrong_use_ends_with_2_and_names_the_option(run, words):
    done = run("export-orders", *words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "--since" in done.stderr or "--format" in done.stderr
