import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.contract.simulators.caller import an_experience, an_order, capture_in, issues, money


def page(caller, order_id):
    return caller.http.get("/checkoutnow", params={"token": order_id})


def press(caller, shown, action, **changes):
    """Submit the form of the page as a browser does when a button is pressed."""
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)">', shown.text))
    assert f'value="{action}"' in shown.text
    return caller.http.post(shown.request.url, data={**fields, "action": action, **changes})


def test_the_page_says_what_is_paid_and_that_it_is_a_simulator(caller):
    line = {"name": "Linen shirt", "quantity": "2", "unit_amount": money("600.00")}
    parts = {"item_total": money("1200.00"), "shipping": money("5.00"), "discount": money("5.00")}
    amount = {**money("1200.00"), "breakdown": parts}
    order_id = caller.create(an_order(amount=amount, items=[line], invoice_id="2511-0001")).json()["id"]
    shown = page(caller, order_id)
    assert shown.status_code == 200
    for text in (
        "SIMULATOR",
        "Pay Casa Olivo",
        "Pay 1,200.00 EUR",
        "Linen shirt",
        "\N{MULTIPLICATION SIGN} 2",
        "Invoice 2511-0001",
        "\N{MINUS SIGN}5.00 EUR",
    ):
        assert text in shown.text, text
    assert caller.paypal.config.merchant_id in shown.text
    assert re.search(r'lang="en"', shown.text)


def test_the_page_loads_nothing_and_is_not_kept(caller):
    shown = page(caller, caller.order())
    assert not re.search(r"https?://|<script|<link", shown.text)
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
    assert shown.headers["Cache-Control"] == "no-store"


def test_what_the_shop_sent_is_text_and_never_markup(caller):
    order = an_order(description="<script>alert(1)</script>")
    order["payment_source"]["paypal"]["experience_context"] = an_experience(brand_name='"><b>Shop')
    shown = page(caller, caller.create(order).json()["id"])
    assert "<script>" not in shown.text
    assert "<b>" not in shown.text


def test_looking_pays_nothing(caller):
    order_id = caller.order()
    for _ in range(3):
        page(caller, order_id)
    assert caller.status_of(order_id) == "PAYER_ACTION_REQUIRED"


def test_paying_approves_and_returns_to_the_shop(caller):
    order_id = caller.order()
    answer = press(caller, page(caller, order_id), "approve")
    assert answer.status_code == 302
    target = urlsplit(answer.headers["Location"])
    assert (target.netloc, target.path) == ("shop.example", "/pay/return")
    query = parse_qs(target.query)
    assert query["token"] == [order_id]
    assert re.fullmatch("[2-9A-HJ-NP-Z]{13}", query["PayerID"][0])
    assert caller.status_of(order_id) == "APPROVED"


def test_cancelling_returns_to_the_shop_and_ends_nothing(caller):
    order_id = caller.order()
    answer = press(caller, page(caller, order_id), "cancel")
    assert answer.headers["Location"] == f"https://shop.example/pay/cancel?token={order_id}"
    assert caller.status_of(order_id) == "PAYER_ACTION_REQUIRED"
    assert press(caller, page(caller, order_id), "approve").status_code == 302


def test_the_query_of_the_return_address_survives(caller):
    order = an_order()
    order["payment_source"]["paypal"]["experience_context"] = an_experience(cancel_url="https://shop.example/c?a=1")
    order_id = caller.create(order).json()["id"]
    assert caller.paypal.act_as_payer(order_id, "cancel") == f"https://shop.example/c?a=1&token={order_id}"


def test_closing_the_window_tells_nobody(caller, inbox):
    order_id = caller.order()
    answer = press(caller, page(caller, order_id), "leave")
    assert answer.status_code == 200
    assert "You closed the window" in answer.text
    caller.paypal.drain_webhooks()
    assert inbox.received == []


def test_a_declined_payer_sees_it_and_pays_with_another_card(caller):
    order_id = caller.order()
    press(caller, page(caller, order_id), "decline")
    assert issues(caller.capture(order_id)) == ["INSTRUMENT_DECLINED"]
    again = page(caller, order_id)
    assert "was refused" in again.text
    press(caller, again, "second_card")
    assert capture_in(caller.capture(order_id).json())["status"] == "COMPLETED"


def test_a_page_works_once(caller):
    order_id = caller.order()
    shown = page(caller, order_id)
    press(caller, shown, "cancel")
    again = press(caller, shown, "approve")
    assert (again.status_code, "out of date" in again.text) == (403, True)
    assert caller.status_of(order_id) == "PAYER_ACTION_REQUIRED"


@pytest.mark.parametrize("changes", [{"page_token": "guessed"}, {"page_token": ""}])
def test_nobody_pays_without_having_seen_the_page(caller, changes):
    order_id = caller.order()
    assert press(caller, page(caller, order_id), "approve", **changes).status_code == 403
    assert caller.status_of(order_id) == "PAYER_ACTION_REQUIRED"


def test_an_unknown_button_does_nothing(caller):
    order_id = caller.order()
    shown = page(caller, order_id)
    page_token = re.findall(r'name="page_token" value="([^"]+)"', shown.text)[0]
    assert caller.http.post("/checkoutnow", data={"page_token": page_token, "action": "steal"}).status_code == 403


def test_two_open_pages_approve_once(caller, inbox):
    order_id = caller.order()
    first, second = page(caller, order_id), page(caller, order_id)
    assert press(caller, first, "approve").status_code == 302
    assert "already agreed" in press(caller, second, "approve").text
    caller.paypal.drain_webhooks()
    assert inbox.kinds == ["CHECKOUT.ORDER.APPROVED"]


def test_finished_and_unknown_orders_say_so(caller):
    assert page(caller, "NOSUCH").status_code == 404
    approved = caller.approved()
    assert "already agreed" in page(caller, approved).text
    caller.capture(approved)
    assert "is paid" in page(caller, approved).text
    expired = caller.order()
    caller.paypal.expire_order(expired)
    assert "expired" in page(caller, expired).text


@pytest.mark.parametrize(
    ("value", "words"), [("10.01", "refused"), ("10.02", "go through"), ("10.03", "denied"), ("10.04", "declined")]
)
def test_an_amount_that_decides_says_what_will_happen(caller, value, words):
    order_id = caller.order(value)
    assert words in re.findall(r'class="notice">([^<]+)', page(caller, order_id).text)[0]
    caller.paypal.configure(capture_outcome="COMPLETED")
    assert 'class="notice"' not in page(caller, order_id).text
