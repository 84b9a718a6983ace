"""The examples of the OpenAPI document: requests written by hand, answers as a shop with demo data gave them.

`python -m tests.contract.http.example_walk` writes them anew; a test walks again and compares.
"""

import json
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from dependency_injector import providers
from litestar.testing import TestClient

from shop_adapters.composition.container import Shop, build
from shop_adapters.demo.load import load_demo
from shop_adapters.payments.in_memory import InMemoryPaymentProvider
from shop_adapters.payments.transaction_guard import TransactionGuard
from shop_domain.accounts.one_time_token import Purpose
from shop_domain.payments.model import Method
from shop_http.app import create_app
from shop_http.documentation.examples import EXAMPLES_FILE
from tests import sqlite
from tests.contract.http.auth_client import newest_link
from tests.contract.http.callers import a_staff_member
from tests.contract.http.conftest import settings_for

ANA = "ana@example.com"
PASSWORD, NEXT_PASSWORD = "correct-horse-battery-1", "wrong-donkey-engine-2"
ADDRESS = {
    "first_name": "Ana",
    "last_name": "García",
    "address_line_1": "Calle Mayor 1",
    "city": "Madrid",
    "postal_code": "28013",
    "country": "ES",
    "phone": "+34600000000",
}
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_TIME = re.compile(r"20\d\d-\d\d-\d\dT[\d:.]+Z")
_CURSOR = re.compile(r"cursor=[\w-]+")
_ORDER = re.compile(r"SO-20\d\d-[0-9A-Z]{8}")
_SECRETS = {"access", "refresh", "order_token", "session_key"}


class ExampleWalk:
    """Goes through a shop, and keeps what was said and answered by the operation's id."""

    def __init__(self, client: Any, paths: dict[str, tuple[str, str]]) -> None:
        self.kept: dict[str, dict[str, Any]] = {}
        self._client = client
        self._paths = paths
        self._ids: dict[str, str] = {}

    def ask(self, operation: str, body: Any = None, headers: dict[str, str] | None = None, **named: str) -> Any:
        method, path = self._paths[operation]
        query = named.pop("query", "")
        address = path.format(**named) + query
        answer = self._client.request(method, address, json=body, headers=headers)
        assert answer.status_code < 400, (operation, answer.text)
        shown = {} if body is None else {"request": self._steady(body)}
        if answer.content:
            shown["response"] = self._steady(answer.json())
        self.kept[operation] = shown
        return answer

    def _steady(self, value: Any, name: str = "") -> Any:
        """Put what differs from walk to walk into words that don't."""
        if isinstance(value, dict):
            return {key: self._steady(part, key) for key, part in value.items()}
        if isinstance(value, list):
            return [self._steady(part, name) for part in value[:2]]
        if not isinstance(value, str):
            return value
        if name in _SECRETS:
            return f"the-{name.replace('_', '-')}-that-the-shop-gave"
        value = _ID.sub(lambda found: self._id(found[0]), _CURSOR.sub("cursor=the-next-page", value))
        value = value.replace("testclient", "203.0.113.7")
        return _ORDER.sub("SO-2026-7K3M9QXA", _TIME.sub("2026-05-01T12:00:00Z", value))

    def _id(self, found: str) -> str:
        return self._ids.setdefault(found, f"01998f4e-7b1a-7c3d-9e2f-{len(self._ids) + 1:012x}")


def walk(database_url: str, folder: Path) -> dict[str, dict[str, Any]]:
    """Walk through a new shop."""
    shop = build(settings_for(database_url, media_dir=str(folder / "media")))
    load_demo(shop, lambda _done, _of: None)
    provider = InMemoryPaymentProvider()
    guarded = TransactionGuard(provider, shop.store().in_transaction)
    shop.payment_providers.override(providers.Object({Method.PAYPAL: guarded}))
    with TestClient(create_app(shop)) as client:
        client.headers["User-Agent"] = BROWSER
        document = client.get("/api/schema/").json()
        paths = {
            own["operationId"]: (method, path)
            for path, operations in document["paths"].items()
            for method, own in operations.items()
        }
        walker = ExampleWalk(client, paths)
        user = _account(walker, shop)
        variant = _browse(walker)
        _staff(walker, shop, client, variant)
        _purchase(walker, provider, user, variant)
        _leave(walker, shop, user)
    shop.store().close()
    return walker.kept


def _account(walker: ExampleWalk, shop: Shop) -> dict[str, str]:
    names = {"username": "ana", "first_name": "Ana", "last_name": "García"}
    walker.ask("Register", {"email": ANA, "password": PASSWORD, **names, "phone": "+34600000000"})
    walker.ask("VerifyEmail", token=newest_link(shop, ANA, Purpose.EMAIL_VERIFICATION))
    tokens = walker.ask("LogIn", {"email": ANA, "password": PASSWORD}).json()
    tokens = walker.ask("RefreshTokens", {"refresh": tokens["refresh"]}).json()
    user = {"Authorization": f"Bearer {tokens['access']}"}
    walker.ask("ShowMe", headers=user)
    walker.ask("ChangeMe", {"first_name": "Ana María"}, user)
    walker.ask("ShowProfile", headers=user)
    walker.ask("ChangeProfile", {"preferred_language": "es", "preferred_currency": "EUR"}, user)
    saved = walker.ask("AddAddress", {**ADDRESS, "label": "Home", "is_default": True}, user).json()
    walker.ask("ChangeAddress", {"label": "Where I live"}, user, address_id=saved["id"])
    walker.ask("ListAddresses", headers=user)
    walker.ask("ListSessions", headers=user)
    walker.ask("ShowSessionStats", headers=user)
    return user


def _browse(walker: ExampleWalk) -> str:
    listed = walker.ask("ListProducts", query="?in_stock=true&ordering=name&page_size=2").json()
    product = walker.ask("ShowProduct", key=listed["results"][0]["slug"]).json()
    walker.ask("ListCategories")
    walker.ask("ListPaymentMethods")
    return next(own["id"] for own in product["variants"] if own.get("available_quantity", 1))


def _staff(walker: ExampleWalk, shop: Shop, client: Any, variant: str) -> None:
    staff = a_staff_member(shop, client).headers
    coupon = {"code": "SPRING10", "kind": "PERCENTAGE", "value": "10", "max_uses_per_user": 1}
    walker.ask("CreateCoupon", coupon, staff)
    walker.ask("ChangeCoupon", {"max_uses": 500}, staff, code="SPRING10")
    walker.ask("ShowStock", headers=staff, variant_id=variant)
    walker.ask("AdjustStock", {"quantity": 5, "reason": "Found behind the counter"}, staff, variant_id=variant)
    walker.ask("AddBlock", {"ip": "203.0.113.7", "reason": "Tries one password after another"}, staff)


def _purchase(walker: ExampleWalk, provider: InMemoryPaymentProvider, user: dict[str, str], variant: str) -> None:
    line = walker.ask("AddItemToCart", {"variant_id": variant, "quantity": 1}, user).json()["items"][0]
    walker.ask("ChangeCartItem", {"quantity": 2}, user, item_id=line["id"])
    walker.ask("ApplyCoupon", {"code": "SPRING10"}, user)
    walker.ask("ChangeCart", {"note": "Please ring twice."}, user)
    cart = walker.ask("ShowCart", headers=user).json()
    order = {"payment_method": "PAYPAL", "shipping_address": ADDRESS, "expected_total": cart["grand_total"]}
    created = walker.ask("CreatePayment", order, user).json()
    provider.approve(created["provider_order_id"])
    walker.ask("ConfirmPayPalReturn", {"token": created["provider_order_id"]})
    walker.ask("ShowPayment", headers=user, payment_id=created["payment_id"])
    walker.ask("ListOrders", headers=user)
    walker.ask("ShowOrder", headers=user, number=created["order_number"])
    walker.ask("CancelOrder", headers=user, number=created["order_number"])
    walker.ask("ShowOrderHistory", headers=user, number=created["order_number"])


def _leave(walker: ExampleWalk, shop: Shop, user: dict[str, str]) -> None:
    walker.ask("ChangePassword", {"current_password": PASSWORD, "new_password": NEXT_PASSWORD}, user)
    walker.ask("RequestPasswordReset", {"email": ANA})
    token = newest_link(shop, ANA, Purpose.PASSWORD_RESET)
    walker.ask("ResetPassword", {"token": token, "new_password": PASSWORD})
    walker.kept["ResetPassword"]["request"]["token"] = "the-token-of-the-link-in-the-mail"
    tokens = walker.ask("LogIn", {"email": ANA, "password": PASSWORD}).json()
    walker.ask("LogOut", {"refresh": tokens["refresh"]})


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        kept = walk(sqlite.fresh_file(Path(name)), Path(name))
    EXAMPLES_FILE.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
    sys.stdout.write(f"{len(kept)} operations.\n")
