"""The page of an order, which the link in a guest's mail leads to."""

from tests.contract.http.callers import a_guest
from tests.contract.http.purchase.checkout_steps import PAYPAL, create_payment
from tests.contract.http.test_pages import BROWSER, is_page


def test_a_guest_sees_the_order_of_a_mail(client, mug):
    guest = a_guest(client)
    guest.add(mug)
    payment = create_payment(guest, {**PAYPAL, "email": "guest@example.com"}).json()
    path = f"/api/v1/orders/{payment['order_number']}/?token={payment['order_token']}"
    order = client.get(path)
    page = client.get(path, headers=BROWSER)
    assert (page.status_code, is_page(page)) == (200, True)
    for shown in (order.json()["grand_total"], order.json()["items"][0]["name"], payment["order_number"]):
        assert shown in page.text
    assert "etag" in order.headers
    assert "etag" not in page.headers
