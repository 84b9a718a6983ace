"""A developer's shop has a PayPal of its own, wherever browsers find the shop: a whole purchase works through it."""

import re
from typing import Any

import httpx
import pytest

from tests.contract.cli.shop_process import run_shop, running_shop, wait_for_address

BUYER = {
    "first_name": "Ada",
    "last_name": "Lovelace",
    "address_line_1": "12 St James Square",
    "city": "London",
    "postal_code": "SW1Y 4JH",
    "country": "GB",
}


@pytest.mark.parametrize("public_url", ["https://shop.example.test", "http://shop:8000"])
def test_a_purchase_works_where_the_shop_is_found_through_a_tunnel_or_by_a_name(public_url, sqlite_url, tmp_path):
    variables = {"DATABASE_URL": sqlite_url, "PUBLIC_URL": public_url}
    assert run_shop(tmp_path, "demo", variables=variables).returncode == 0
    with running_shop(tmp_path, "serve", "--port", "0", **variables) as serving, httpx.Client() as http:
        http.base_url = wait_for_address(serving)
        payment = order(http)
        assert payment["approval_url"].startswith(f"{public_url}/_sim/paypal/")
        back = http.get(way_in(pay(http, way_in(payment["approval_url"], public_url)), public_url))
        assert (back.status_code, back.json()["order_number"]) == (200, payment["order_number"])


def order(http: httpx.Client) -> dict[str, Any]:
    teapot = http.get("/api/v1/products/long-talk-teapot/").json()["variants"][0]["id"]
    added = http.post("/api/v1/cart/items/", json={"variant_id": teapot, "quantity": 1})
    wish = {"payment_method": "PAYPAL", "email": "ada@example.com", "shipping_address": BUYER}
    key = {"X-Session-Key": added.json()["session_key"]}
    made = http.post("/api/v1/payments/create/", json=wish, headers=key)
    assert made.status_code == 201, made.text
    return made.json()


def pay(http: httpx.Client, page: str) -> str:
    """Press the button of the payer's page, and give the address that the payer is sent back to."""
    shown = http.get(page)
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]+)">', shown.text))
    return http.post(page, data={**fields, "action": "approve"}).headers["Location"]


def way_in(address: str, public_url: str) -> str:
    """Do what a tunnel does: what is asked of the public address is asked of this machine."""
    assert address.startswith(f"{public_url}/")
    return address.removeprefix(public_url)
