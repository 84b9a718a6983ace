"""Callers of the whole shop: a guest, a user, a member of staff, each with the headers that they send."""

from itertools import count
from typing import Any

from uuid_utils.compat import uuid7

from shop_adapters.composition.container import Shop
from shop_domain.accounts.model import Role, User, UserId

PASSWORD = "SecurePass123!"
_numbers = count(1)


class ApiCaller:
    """Somebody at a client; a guest keeps the key that the shop hands out."""

    def __init__(self, client: Any, headers: dict[str, str] | None = None) -> None:
        self.client = client
        self.headers = headers or {}

    def request(self, method: str, path: str, body: object = None, **headers: str) -> Any:
        asked = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        answer = self.client.request(method, f"/api/v1{path}", json=body, headers=asked)
        if "Authorization" not in self.headers and (key := answer.headers.get("X-Session-Key")):
            self.headers["X-Session-Key"] = key
        return answer

    def add(self, variant_id: object, quantity: int = 1, **headers: str) -> Any:
        return self.request("POST", "/cart/items/", {"variant_id": str(variant_id), "quantity": quantity}, **headers)

    def cart(self) -> Any:
        return self.request("GET", "/cart/").json()

    @property
    def key(self) -> str | None:
        return self.headers.get("X-Session-Key")


def a_guest(client: Any) -> ApiCaller:
    return ApiCaller(client)


def a_user(shop: Shop, client: Any, *, is_staff: bool = False) -> ApiCaller:
    """Open an account that is verified, and sign in over HTTP."""
    user = a_stored_account(shop, is_staff=is_staff)
    return ApiCaller(client, {"Authorization": f"Bearer {sign_in(client, user)['access']}"})


def a_staff_member(shop: Shop, client: Any) -> ApiCaller:
    return a_user(shop, client, is_staff=True)


def a_stored_account(shop: Shop, *, is_staff: bool = False) -> User:
    number = next(_numbers)
    now = shop.clock()()
    user = User(
        id=UserId(uuid7()),
        email=f"person-{number}@example.com",
        username=f"person{number}",
        first_name="A",
        last_name="Person",
        password_hash=shop.hasher().hash(PASSWORD),
        is_active=True,
        is_staff=is_staff,
        role=Role.ADMIN if is_staff else Role.CUSTOMER,
        email_verified_at=now,
        date_joined=now,
        password_changed_at=now,
    )
    with shop.store().begin() as tx:
        tx.users.add(user)
    return user


def sign_in(client: Any, user: User, **headers: str) -> Any:
    body = {"email": user.email, "password": PASSWORD}
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = client.post("/api/v1/auth/login/", json=body, headers=sent)
    assert answer.status_code == 200, answer.text
    return answer.json()
