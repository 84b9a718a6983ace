"""A purchase as a client sees it: from cart to paid order, and every way in which it does not come to that."""

from collections.abc import Iterator
from typing import Any

import pytest
from dependency_injector import providers
from litestar.testing import TestClient
from uuid_utils.compat import uuid7

from shop_adapters.memory.provider import Fault, MemoryProvider
from shop_adapters.payments.guarded import GuardedProvider
from shop_domain.kernel.money import Money
from shop_domain.payments.model import Method
from shop_http.app import create_app
from tests.builders import a_coupon, a_product, put_on_sale
from tests.contract.http.conftest import Client
from tests.contract.http.people import Person, a_clerk, a_guest, a_user
from tests.contract.http.statements import statements_of

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


@pytest.fixture
def provider(shop) -> MemoryProvider:
    provider = MemoryProvider()
    guarded = GuardedProvider(provider, shop.store().in_transaction)
    shop.payment_providers.override(providers.Object({Method.PAYPAL: guarded}))
    return provider


@pytest.fixture
def client(shop, provider) -> Iterator[Client]:
    """Make the application after the provider was put in its place."""
    with TestClient(create_app(shop), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def mug(shop):
    return put_on_sale(shop.store(), a_product(price=Money(1_999, "USD")), available=10)[0]


@pytest.fixture
def user(shop, provider, client) -> Person:
    return a_user(shop, client)


@pytest.fixture
def guest(provider, client) -> Person:
    return a_guest(client)


def create(person: Person, body: dict[str, Any] | None = None, **headers: str) -> Any:
    return person.ask("POST", "/payments/create/", body or PAYPAL, **headers)


def pay(person: Person, provider: MemoryProvider, created: Any) -> Any:
    token = created.json()["provider_order_id"]
    provider.payer_approves(token)
    return person.ask("GET", f"/payments/paypal/success/?token={token}&PayerID=P1")


def stock(clerk: Person, variant_id: object) -> tuple[int, int]:
    level = clerk.ask("GET", f"/admin/inventory/{variant_id}/").json()
    return level["on_hand"], level["reserved"]


def test_a_user_buys(shop, client, user, provider, mug):
    user.add(mug, 2)

    created = create(user)

    assert created.status_code == 201
    body = created.json()
    assert (body["amount"], body["currency"], body["status"]) == ("39.98", "USD", "PENDING")
    assert body["approval_url"] == body["action"]["url"]
    assert body["action"]["type"] == "redirect"
    assert "order_token" not in body
    assert created.headers["Cache-Control"] == "no-store"

    paid = pay(user, provider, created)
    assert paid.status_code == 200
    assert paid.json()["message"] == "Payment completed successfully"

    order = user.ask("GET", f"/orders/{body['order_number']}/").json()
    assert (order["status"], order["payment_status"], order["grand_total"]) == ("CONFIRMED", "COMPLETED", "39.98")
    assert user.ask("GET", f"/payments/{body['payment_id']}/").json()["status"] == "COMPLETED"
    assert user.cart()["items"] == []
    assert stock(a_clerk(shop, client), mug) == (8, 0)


def test_a_guest_buys_and_sees_the_order_by_its_token(client, guest, provider, mug):
    guest.add(mug)
    created = create(guest, {**PAYPAL, "email": "guest@example.com"}).json()
    guest.ask("GET", f"/payments/paypal/cancel/?token={created['provider_order_id']}")

    path = f"/orders/{created['order_number']}/"
    stranger = a_guest(client)
    assert guest.ask("GET", path).status_code == 200
    assert stranger.ask("GET", f"{path}?token={created['order_token']}").status_code == 200
    assert stranger.ask("GET", path).status_code == 404
    assert stranger.ask("GET", f"{path}?token=wrong").status_code == 404
    assert stranger.ask("GET", f"/payments/{created['payment_id']}/").status_code == 404


def test_a_guest_without_an_address_to_write_to_is_asked_for_it(guest, mug):
    guest.add(mug)
    refused = create(guest)
    assert (refused.status_code, list(refused.json())) == (400, ["email"])
    guest.ask("PATCH", "/cart/", {"email": "guest@example.com"})
    assert create(guest).status_code == 201


def test_nobody_in_particular_can_not_buy(client, provider):
    assert create(Person(client)).status_code == 401


def test_an_empty_cart_is_refused(user):
    refused = create(user)
    assert (refused.status_code, refused.json()["code"]) == (400, "cart_empty")


def test_wrong_fields_are_named_all_at_once(user, mug):
    user.add(mug)
    wrong = {
        "payment_method": "PAYPAL",
        "shipping_address": {**ADDRESS, "country": "USA", "city": None},
        "email": 5,
        "surprise": 1,
    }
    refused = create(user, wrong)
    assert refused.status_code == 400
    assert set(refused.json()) == {"shipping_address", "email", "surprise"}
    assert set(refused.json()["shipping_address"]) == {"country", "city"}


def test_what_the_domain_finds_wrong_is_named_too(user, mug):
    user.add(mug)
    refused = create(user, {**PAYPAL, "email": "no address", "shipping_method_id": str(uuid7())})
    assert (refused.status_code, set(refused.json())) == (400, {"email", "shipping_method_id"})
    assert list(create(user, {**PAYPAL, "expected_total": "1.999"}).json()) == ["expected_total"]


def test_a_method_that_is_not_configured_is_refused(user, mug):
    user.add(mug)
    for method in ("CAIXA", "nonsense"):
        refused = create(user, {**PAYPAL, "payment_method": method})
        assert (refused.status_code, refused.json()["code"]) == (400, "payment_method_unavailable")
    assert user.ask("GET", "/payments/methods/").json()["results"] == ["PAYPAL"]


def test_another_total_is_shown_with_the_cart_and_may_be_ordered_then(user, mug):
    user.add(mug)
    changed = create(user, {**PAYPAL, "expected_total": "1.00"})
    assert (changed.status_code, changed.json()["code"]) == (409, "cart_changed")
    assert changed.json()["cart"]["grand_total"] == "19.99"
    assert create(user, {**PAYPAL, "expected_total": "19.99"}).status_code == 201


def test_what_lacks_is_named_with_the_cart(shop, client, user, mug):
    user.add(mug, 10)
    clerk = a_clerk(shop, client)
    clerk.ask("POST", f"/admin/inventory/{mug}/adjust/", {"quantity": -7, "reason": "broken"})

    short = create(user)

    assert (short.status_code, short.json()["code"]) == (409, "insufficient_stock")
    assert short.json()["unavailable"] == [{"variant_id": str(mug), "available": 3}]
    assert short.json()["cart"]["items"][0]["quantity"] == 10


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (Fault.NOT_SENT, 502, "payment_provider_error"),
        (Fault.ANSWER_LOST, 502, "payment_provider_error"),
        (Fault.REFUSED, 400, "payment_refused"),
    ],
)
def test_a_provider_that_fails_costs_nothing(user, provider, mug, fault, status, code):
    user.add(mug)
    provider.faults.append(fault)

    failed = create(user)

    assert (failed.status_code, failed.json()["code"]) == (status, code)
    assert (status != 502) or failed.headers["Retry-After"]
    assert len(user.cart()["items"]) == 1
    assert create(user).status_code == 201


def test_not_approved_declined_and_then_paid(user, provider, mug):
    user.add(mug)
    token = create(user).json()["provider_order_id"]
    path = f"/payments/paypal/success/?token={token}"

    waiting = user.ask("GET", path)
    assert (waiting.status_code, waiting.json()["code"]) == (409, "payment_not_approved")

    provider.payer_approves(token)
    provider.decline_next(token)
    declined = user.ask("GET", path)
    assert (declined.status_code, declined.json()["code"]) == (400, "payment_declined")
    assert declined.json()["error"]
    assert declined.json()["approval_url"]

    provider.payer_approves(token)
    assert [user.ask("GET", path).status_code for _ in range(3)] == [200, 200, 200]


def test_the_twins_of_the_return_pages_do_the_same(user, provider, mug):
    user.add(mug)
    token = create(user).json()["provider_order_id"]
    provider.payer_approves(token)
    assert user.ask("POST", "/payments/paypal/success/", {"token": token}).status_code == 200
    cancelled = user.ask("POST", "/payments/paypal/cancel/", {"token": token}).json()
    assert cancelled["status"] == "COMPLETED"


def test_an_unknown_outcome_is_told_as_such(user, provider, mug):
    user.add(mug)
    token = create(user).json()["provider_order_id"]
    provider.payer_approves(token)
    provider.faults.append(Fault.ANSWER_LOST)

    unknown = user.ask("GET", f"/payments/paypal/success/?token={token}")

    assert (unknown.status_code, unknown.json()["status"]) == (202, "PROCESSING")
    assert user.ask("GET", f"/payments/paypal/success/?token={token}").status_code == 200
    assert provider.captures == 1


def test_turning_back_gives_the_cart_back_and_can_be_repeated(user, mug):
    user.add(mug, 2)
    created = create(user).json()
    for _ in range(2):
        cancelled = user.ask("GET", f"/payments/paypal/cancel/?token={created['provider_order_id']}")
        assert (cancelled.status_code, cancelled.json()["message"]) == (200, "Payment cancelled")
    assert user.cart()["items"][0]["quantity"] == 2
    again = user.ask("GET", f"/payments/paypal/success/?token={created['provider_order_id']}")
    assert (again.status_code, again.json()["code"]) == (409, "payment_closed")


@pytest.mark.parametrize("path", ["success", "cancel"])
@pytest.mark.parametrize("token", ["NOSUCH", "0" * 64])
def test_a_guessed_token_finds_nothing(client, provider, path, token):
    assert client.get(f"/api/v1/payments/paypal/{path}/?token={token}").status_code == 404


@pytest.mark.parametrize("token", ["", "0" * 65, "a b", "%00"])
def test_a_malformed_token_is_named(client, provider, token):
    assert client.get(f"/api/v1/payments/paypal/success/?token={token}").status_code in {400, 404}


def test_an_order_belongs_to_whoever_placed_it(shop, client, user, mug):
    user.add(mug)
    number = create(user).json()["order_number"]
    other = a_user(shop, client)
    for path in (f"/orders/{number}/", f"/orders/{number}/history/"):
        assert other.ask("GET", path).status_code == 404
        assert user.ask("GET", path).status_code == 200
    assert other.ask("POST", f"/orders/{number}/cancel/").status_code == 404
    assert other.ask("GET", "/orders/").json()["count"] == 0
    assert user.ask("GET", "/orders/").json()["count"] == 1


def test_an_unpaid_order_is_cancelled_once_and_stays_so(user, mug):
    user.add(mug)
    number = create(user).json()["order_number"]
    for _ in range(2):
        cancelled = user.ask("POST", f"/orders/{number}/cancel/")
        assert (cancelled.status_code, cancelled.json()["status"]) == (200, "CANCELLED")
    moves = user.ask("GET", f"/orders/{number}/history/").json()["results"]
    assert [(m["from_status"], m["to_status"], m["actor"]) for m in moves] == [
        (None, "PENDING", "SYSTEM"),
        ("PENDING", "CANCELLED", "CUSTOMER"),
    ]


def test_orders_are_listed_by_status_and_time_and_walked(user, mug):
    numbers = []
    for _ in range(3):
        user.add(mug)
        numbers.append(create(user).json()["order_number"])
    user.ask("POST", f"/orders/{numbers[0]}/cancel/")

    first = user.ask("GET", "/orders/?page_size=2").json()
    assert [order["order_number"] for order in first["results"]] == numbers[:0:-1]
    assert first["count"] == 3
    rest = user.ask("GET", first["next"].removeprefix("https://shop.example/api/v1")).json()
    assert [order["order_number"] for order in rest["results"]] == numbers[:1]
    assert user.ask("GET", "/orders/?status=CANCELLED").json()["count"] == 1
    assert user.ask("GET", "/orders/?created_after=2100-01-01T00:00:00Z").json()["count"] == 0
    assert set(user.ask("GET", "/orders/?status=LOST&nonsense=1").json()) == {"status", "nonsense"}
    assert user.ask("GET", "/orders/?page=2").status_code == 404


def test_an_order_has_a_tag_that_changes_with_it(user, provider, mug):
    user.add(mug)
    created = create(user)
    path = f"/orders/{created.json()['order_number']}/"
    tag = user.ask("GET", path).headers["ETag"]
    assert user.ask("GET", path, If_None_Match=tag).status_code == 304
    pay(user, provider, created)
    assert user.ask("GET", path, If_None_Match=tag).status_code == 200


def test_the_same_request_twice_is_one_order_and_the_same_answer(user, mug):
    user.add(mug)
    first = create(user, Idempotency_Key="K1")
    again = create(user, Idempotency_Key="K1")
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    other = create(user, {**PAYPAL, "note": "another"}, Idempotency_Key="K1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert user.ask("GET", "/orders/").json()["count"] == 1


def test_a_coupon_makes_it_free_and_nobody_is_asked_to_pay(shop, user, provider, mug):
    with shop.store().begin() as tx:
        tx.coupon_catalogue.save(a_coupon(value=10_000))
    user.add(mug)
    user.ask("POST", "/cart/coupons/", {"code": "TEN"})

    created = create(user).json()

    assert (created["status"], created["amount"], created["action"]) == ("COMPLETED", "0.00", None)
    assert not provider.book
    assert user.ask("GET", f"/orders/{created['order_number']}/").json()["status"] == "CONFIRMED"


def test_a_forged_webhook_changes_nothing(client, provider):
    forged = client.post("/api/v1/payments/paypal/webhook/", content=b"nonsense")
    assert (forged.status_code, forged.json()["code"]) == (400, "invalid_signature")


def test_stock_is_corrected_within_bounds_and_told(shop, client, provider, mug):
    clerk = a_clerk(shop, client)
    path = f"/admin/inventory/{mug}"
    assert clerk.ask("POST", f"{path}/adjust/", {"quantity": 5, "reason": "found"}).json()["on_hand"] == 15
    refused = clerk.ask("POST", f"{path}/adjust/", {"quantity": -16, "reason": "lost"})
    assert (refused.status_code, refused.json()["code"]) == (409, "stock_below_zero")
    assert set(clerk.ask("POST", f"{path}/adjust/", {"quantity": 0, "reason": "x", "location": "y"}).json()) == {
        "quantity",
        "location",
    }
    moves = clerk.ask("GET", f"{path}/movements/").json()
    assert (moves["count"], moves["results"][0]["kind"], moves["results"][0]["on_hand_change"]) == (1, "ADJUSTMENT", 5)
    assert clerk.ask("GET", f"/admin/inventory/{uuid7()}/").status_code == 404
    assert a_user(shop, client).ask("GET", f"{path}/").status_code == 403
    assert a_guest(client).ask("GET", f"{path}/").status_code == 401


@pytest.mark.postgres
class TestStatements:
    """The budget of each route in statements, as written in the performance notes; a bearer adds one."""

    @pytest.fixture
    def database_url(self, postgres_url) -> str:
        return postgres_url

    def test_a_checkout_takes_eight(self, shop, guest, mug):
        guest.add(mug)
        with statements_of(shop) as said:
            assert create(guest, {**PAYPAL, "email": "guest@example.com"}).status_code == 201
        assert len(said) <= 8, said

    def test_a_users_checkout_confirms_the_session_once_more(self, shop, user, mug):
        user.add(mug)
        with statements_of(shop) as said:
            assert create(user).status_code == 201
        assert len(said) <= 8 + 2, said

    def test_a_checkout_of_fifty_lines_takes_no_more(self, shop, guest):
        products = [a_product(price=Money(100, "USD")) for _ in range(50)]
        for variant in put_on_sale(shop.store(), *products, available=5):
            guest.add(variant)
        with statements_of(shop) as said:
            assert create(guest, {**PAYPAL, "email": "guest@example.com"}).status_code == 201
        assert len(said) <= 8, said

    def test_a_return_takes_six(self, shop, guest, provider, mug):
        guest.add(mug)
        created = create(guest, {**PAYPAL, "email": "guest@example.com"})
        with statements_of(shop) as said:
            assert pay(guest, provider, created).status_code == 200
        assert len(said) <= 6, said

    def test_a_list_of_orders_takes_two(self, shop, user, mug):
        for _ in range(3):
            user.add(mug)
            create(user)
        with statements_of(shop) as said:
            assert user.ask("GET", "/orders/").json()["count"] == 3
        assert len(said) <= 2 + 1, said
