"""What every purchase does."""

from typing import Any

from shop_adapters.payments.in_memory import InMemoryPaymentProvider
from tests.contract.http.callers import ApiCaller

ADDRESS = {
    "first_name": "John",
    "last_name": "Doe",
    "address_line_1": "123 Main St",
    "city": "New York",
    "state_province": "NY",
    "postal_code": "10001",
    "country": "US",
    "phone": "+1234567890",
}
PAYPAL = {"payment_method": "PAYPAL", "shipping_address": ADDRESS}


def create_payment(person: ApiCaller, body: dict[str, Any] | None = None, **headers: str) -> Any:
    return person.request("POST", "/payments/create/", body or PAYPAL, **headers)


def pay_order(person: ApiCaller, provider: InMemoryPaymentProvider, created: Any) -> Any:
    token = created.json()["provider_order_id"]
    provider.approve(token)
    return person.request("GET", f"/payments/paypal/success/?token={token}&PayerID=P1")


def stock_level(staff: ApiCaller, variant_id: object) -> tuple[int, int]:
    level = staff.request("GET", f"/admin/inventory/{variant_id}/").json()
    return level["on_hand"], level["reserved"]
