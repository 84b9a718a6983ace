"""C23 and C30: PayPal fails in every way, or the shop dies while it waits for PayPal."""

import os
import threading
import time
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from shop_adapters.sql.payments.tables import payments
from shop_domain.payments.model import PaymentState
from tests.torture.buyer import Buyer, buyers_with
from tests.torture.concurrent_requests import send_together
from tests.torture.crash_scenario import Purchase
from tests.torture.oracle import Oracle
from tests.torture.rig import Rig, torture_rig

CREATE, TOKEN = "/v2/checkout/orders", "/v1/oauth2/token"
ASKING_SECONDS = 0.3
HANGS = int(os.environ.get("TORTURE_TRIALS", "30")) // 2
QUICK = (("status", CREATE), ("bad_json", CREATE), ("reset_after", CREATE))
ALL = (
    *((kind, CREATE) for kind in ("status", "bad_json", "truncated", "html_error_page", "throttle", "timeout_before")),
    *((kind, CREATE) for kind in ("reset_before", "reset_after", "timeout_after")),
    *((kind, TOKEN) for kind in ("status", "bad_json", "reset_before")),
)


def test_a_purchase_that_cannot_begin_leaves_nothing_behind(rig: Rig):
    for kind, path in QUICK if rig.proxy else QUICK[-1:]:
        _nothing_is_left_of(rig, kind, path)


@pytest.mark.torture
@pytest.mark.parametrize(("kind", "path"), ALL)
def test_a_purchase_that_cannot_begin_leaves_nothing_behind_whatever_fails(kind: str, path: str, rig: Rig):
    for _ in range(3):
        _nothing_is_left_of(rig, kind, path)


def test_a_shop_that_dies_while_a_capture_hangs_asks_what_became_of_it(rig: Rig):
    _killed_while_it_hangs(rig, "timeout_after", "capture", worker_first=True)


@pytest.mark.torture
@pytest.mark.parametrize("call", ["create", "capture"])
@pytest.mark.parametrize("kind", ["timeout_before", "timeout_after"])
def test_a_shop_that_dies_while_paypal_hangs_asks_what_became_of_it(kind: str, call: str, rig: Rig):
    for worker_first in (False, True) * HANGS:
        _killed_while_it_hangs(rig, kind, call, worker_first=worker_first)


@pytest.mark.torture
@pytest.mark.parametrize(("currency", "price", "total"), [("JPY", 1_999, "1999"), ("USD", 1, "0.01")])
def test_totals_keep_their_currencys_decimals(currency: str, price: int, total: str, sqlite_url: str, tmp_path: Path):
    with torture_rig(tmp_path, sqlite_url, SHOP_CURRENCY=currency) as rig:
        rig.paypal.configure(capture_outcome="COMPLETED")
        [variant] = rig.sell(price, units=5)
        [buyer] = buyers_with(rig, 1, {variant: 1})
        assert buyer.buy()["status"] == "COMPLETED"
        [capture] = rig.paypal.state()["captures"]
        assert capture["amount"] == {"currency_code": currency, "value": total}
        rig.run_worker()
        assert Oracle(rig).violations() == []


def _nothing_is_left_of(rig: Rig, kind: str, path: str) -> None:
    """Let the beginning of a payment fail, look for residue, then let the same buyer succeed."""
    code = f"C30{time.monotonic_ns()}"
    rig.offer_coupon(code=code, max_uses=1)
    [variant] = rig.sell(1_000, units=2)
    [buyer] = buyers_with(rig, 1, {variant: 2}, code)
    before = buyer.cart()
    rig.pass_time(0 if path == CREATE else 40_000)
    rig.paypal.inject_fault(kind, path=path, method="POST", times=None, status=500)
    refused = send_together(rig.address, [buyer.order_request()])[0]
    rig.paypal.clear_faults()
    assert refused.status in {502, 503}, refused.body
    assert any(call["fault"] == kind for call in rig.paypal.requests(path=path)), "the fault never happened"
    after = buyer.cart()
    shown = ("id", "status", "items", "coupons", "grand_total")
    assert {name: after[name] for name in shown} == {name: before[name] for name in shown}
    assert Oracle(rig).reserved(variant) == 0
    rig.run_worker()
    assert Oracle(rig).violations() == []
    buyer.buy()
    assert Decimal(buyer.shown_order()["grand_total"]) == 18
    rig.run_worker()
    assert Oracle(rig).violations() == []


def _killed_while_it_hangs(rig: Rig, kind: str, call: str, *, worker_first: bool = False) -> None:
    [variant] = rig.sell(2_500, units=2)
    code = f"C23{time.monotonic_ns()}"
    rig.offer_coupon(code=code, max_uses=1)
    purchase = Purchase(rig, {variant: 2}, code, worker_first=worker_first)
    buyer = purchase.buyer
    rig.paypal.hold_webhooks()
    buyer.fill(purchase.goods, code)
    if call == "create":
        _killed_in(rig, kind, CREATE, buyer, lambda: buyer.order_request(purchase.order_key))
    buyer.order(purchase.order_key)
    buyer.approve()
    if call == "capture":
        path = f"{CREATE}/{buyer.created['provider_order_id']}/capture"
        _killed_in(rig, kind, path, buyer, buyer.return_request)
    buyer.return_paid()
    purchase.recover()
    assert purchase.violations() == []
    rig.paypal.release_webhooks()
    ours = [c for c in rig.paypal.state()["captures"] if c["amount"]["value"] == "45.00"]
    assert len({c["id"] for c in ours}) == len(rig.stock), "a capture too many, or too few"


def _killed_in(rig: Rig, kind: str, path: str, buyer: Buyer, wish) -> None:
    """Send a request, and kill the shop while PayPal does not answer it."""
    rig.paypal.inject_fault(kind, path=path, method="POST", times=1)

    def ask() -> None:
        with suppress(OSError, IndexError, ValueError):
            send_together(rig.address, [wish()])

    asking = threading.Thread(target=ask)
    asking.start()
    _wait_for_an_attempt(rig, PaymentState.COMPLETING if path.endswith("/capture") else PaymentState.STARTING)
    rig.program.kill()
    rig.program.wait_for_its_end()
    asking.join(10)
    rig.paypal.clear_faults()
    rig.restart_if_killed()
    if buyer.worker_first:
        rig.pass_time(61)
        rig.run_worker()
    assert rig.http.get("/api/health/live/").status_code == httpx.codes.OK


def _wait_for_an_attempt(rig: Rig, state: PaymentState) -> None:
    """Return when the shop has written down what it is about to ask, and is asking."""
    deadline = time.monotonic() + 5
    while state not in _states(rig):
        assert time.monotonic() < deadline, "the shop never asked"
        time.sleep(0.01)
    time.sleep(ASKING_SECONDS)


def _states(rig: Rig) -> set[str]:
    with rig.store.read() as tx:
        return set(tx.source.execute(select(payments.c.state)).scalars())
