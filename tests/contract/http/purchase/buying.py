"""What every purchase does."""

from typing import Any

from shop_adapters.memory.provider import MemoryProvider
from tests.contract.http.people import Person

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


def create(person: Person, body: dict[str, Any] | None = None, **headers: str) -> Any:
    return person.ask("POST", "/payments/create/", body or PAYPAL, **headers)


def pay(person: Person, provider: MemoryProvider, created: Any) -> Any:
    token = created.json()["provider_order_id"]
    provider.payer_approves(token)
    return person.ask("GET", f"/payments/paypal/success/?token={token}&PayerID=P1")


def stock(clerk: Person, variant_id: object) -> tuple[int, int]:
    level = clerk.ask("GET", f"/admin/inventory/{variant_id}/").json()
    return level["on_hand"], level["reserved"]
