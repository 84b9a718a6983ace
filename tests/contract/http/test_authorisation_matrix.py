"""Who may call what: the published matrix, held against every operation of the OpenAPI document."""

import re
from typing import Any, Final

import pytest
from litestar.testing import TestClient

from shop_adapters.composition.container import build
from shop_http.app import create_app
from tests.contract.http.callers import a_staff_member, a_user
from tests.contract.http.trial_routes import settings_for_trial

PUBLIC: Final = """
GET /api/health/
GET /api/health/live/
POST /api/v1/auth/register/
GET /api/v1/auth/verify-email/{token}/
POST /api/v1/auth/verify-email/{token}/
POST /api/v1/auth/resend-verification/
POST /api/v1/auth/login/
POST /api/v1/auth/refresh/
POST /api/v1/auth/logout/
POST /api/v1/auth/password-reset/
POST /api/v1/auth/password-reset/confirm/
GET /api/v1/auth/confirm-email/{token}/
POST /api/v1/auth/confirm-email/{token}/
GET /api/v1/payments/methods/
GET /api/v1/payments/paypal/success/
POST /api/v1/payments/paypal/success/
GET /api/v1/payments/paypal/cancel/
POST /api/v1/payments/paypal/cancel/
POST /api/v1/payments/paypal/webhook/
GET /api/v1/products/
GET /api/v1/products/{key}/
GET /api/v1/products/{key}/related/
GET /api/v1/categories/
GET /api/v1/categories/{slug}/
GET /api/v1/colors/
GET /api/v1/sizes/
GET /api/v1/tags/
GET /api/v1/collections/
"""
GUEST_OR_USER: Final = """
GET /api/v1/cart/
PATCH /api/v1/cart/
DELETE /api/v1/cart/
GET /api/v1/cart/explain/
GET /api/v1/cart/shipping-methods/
POST /api/v1/cart/items/
PATCH /api/v1/cart/items/{item_id}/
DELETE /api/v1/cart/items/{item_id}/
POST /api/v1/cart/coupons/
DELETE /api/v1/cart/coupons/{code}/
GET /api/v1/payments/{payment_id}/
GET /api/v1/orders/{number}/
GET /api/v1/orders/{number}/history/
POST /api/v1/orders/{number}/cancel/
"""
KNOWN_GUEST_OR_USER: Final = """
POST /api/v1/payments/create/
"""
USER: Final = """
POST /api/v1/auth/second-factor/remove/
POST /api/v1/auth/change-password/
POST /api/v1/auth/change-email/
GET /api/v1/auth/sessions/
GET /api/v1/auth/sessions/stats/
POST /api/v1/auth/sessions/deactivate-all/
POST /api/v1/auth/sessions/{session_id}/deactivate/
GET /api/v1/orders/
GET /api/v1/users/me/
PATCH /api/v1/users/me/
DELETE /api/v1/users/me/
GET /api/v1/users/me/export/
GET /api/v1/users/me/profile/
PATCH /api/v1/users/me/profile/
GET /api/v1/users/me/addresses/
POST /api/v1/users/me/addresses/
GET /api/v1/users/me/addresses/{address_id}/
PATCH /api/v1/users/me/addresses/{address_id}/
DELETE /api/v1/users/me/addresses/{address_id}/
POST /api/v1/users/me/addresses/{address_id}/set-default/
"""
STAFF: Final = """
POST /api/v1/auth/second-factor/
POST /api/v1/auth/second-factor/confirm/
GET /api/v1/admin/security/attempts/
GET /api/v1/admin/security/sessions/
POST /api/v1/admin/security/sessions/{session_id}/deactivate/
GET /api/v1/admin/security/stats/
GET /api/v1/admin/security/blocks/
POST /api/v1/admin/security/blocks/
DELETE /api/v1/admin/security/blocks/{block_id}/
GET /api/v1/admin/users/
PATCH /api/v1/admin/users/{user_id}/
GET /api/v1/admin/audit/
GET /api/v1/admin/coupons/
POST /api/v1/admin/coupons/
GET /api/v1/admin/coupons/{code}/
PATCH /api/v1/admin/coupons/{code}/
DELETE /api/v1/admin/coupons/{code}/
GET /api/v1/admin/inventory/{variant_id}/
POST /api/v1/admin/inventory/{variant_id}/adjust/
GET /api/v1/admin/inventory/{variant_id}/movements/
"""
MATRIX: Final = {
    call: access
    for access, calls in {
        "PUBLIC": PUBLIC,
        "GUEST_OR_USER": GUEST_OR_USER,
        "KNOWN_GUEST_OR_USER": KNOWN_GUEST_OR_USER,
        "USER": USER,
        "STAFF": STAFF,
    }.items()
    for call in calls.split("\n")
    if call
}
NOBODY: Final[dict[str, str]] = {}
GARBAGE: Final = {"Authorization": "Bearer eyJhbGciOiJub25lIn0.e30."}
FIXED: Final = {"nobody": NOBODY, "guest": {"X-Session-Key": "g" * 43}, "garbage": GARBAGE}
REFUSED: Final[dict[str, dict[str, set[int]]]] = {
    "PUBLIC": {},
    "GUEST_OR_USER": {"garbage": {401}},
    "KNOWN_GUEST_OR_USER": {"nobody": {401}, "garbage": {401}},
    "USER": {"nobody": {401}, "guest": {401}, "garbage": {401}},
    "STAFF": {"nobody": {401}, "guest": {401}, "garbage": {401}, "user": {403}},
}
"""Who is turned away at the door; everybody else is let in, whatever the route then says of what they want."""


class World:
    """One shop in memory, its document, and people of each kind."""

    def __init__(self, client: TestClient[Any], shop: Any) -> None:
        self.client = client
        self.document = client.get("/api/schema/").json()
        self.shop = shop

    def headers(self, who: str) -> dict[str, str]:
        """Give the headers of somebody new: what one did (signing out, say) must not tell about another."""
        make = {"user": a_user, "staff": a_staff_member}.get(who)
        return FIXED[who] if make is None else make(self.shop, self.client).headers

    def call(self, operation: str, who: str) -> Any:
        method, path = operation.split(" ")
        own = self.document["paths"][path][method.lower()]
        content = own.get("requestBody", {}).get("content", {}).get("application/json", {})
        filled = re.sub(r"\{(\w+)\}", lambda match: _value(own, match.group(1)), path)
        return self.client.request(method, filled, json=content.get("example"), headers=self.headers(who))


def _value(own: dict[str, Any], name: str) -> str:
    shape = next(parameter["schema"] for parameter in own["parameters"] if parameter["name"] == name)
    return "01998f4e-7b1a-7c3d-9e2f-0a1b2c3d4e5f" if shape.get("format") == "uuid" else "nothing"


@pytest.fixture(scope="module")
def world():
    shop = build(settings_for_trial(login_ip_max_attempts=0))
    with TestClient(create_app(shop), raise_server_exceptions=False) as client:
        yield World(client, shop)


def test_every_operation_has_its_line_in_the_matrix(world):
    paths = world.document["paths"]
    offered = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    assert offered - MATRIX.keys() == set(), "say above who may call these"
    assert MATRIX.keys() - offered == set(), "these are gone, or not there yet"


@pytest.mark.parametrize("who", ["nobody", "guest", "garbage", "user", "staff"])
@pytest.mark.parametrize("operation", MATRIX)
def test_everybody_gets_in_where_they_may_and_nowhere_else(world, operation, who):
    answer = world.call(operation, who)
    refused = REFUSED[MATRIX[operation]].get(who)
    if refused:
        assert answer.status_code in refused
        assert answer.json().keys() == {"detail", "code"}
        assert answer.headers["cache-control"] == "no-store"
    else:
        assert answer.status_code not in EXCEPT.get(operation, {401, 403}), answer.text
    assert answer.status_code < 500


EXCEPT: Final[dict[str, set[int]]] = {
    "POST /api/v1/auth/refresh/": set(),  # its own token decides
    "POST /api/v1/auth/logout/": set(),
}
