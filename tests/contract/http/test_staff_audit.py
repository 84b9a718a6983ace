"""Whatever staff change stands in the audit log, under the action that its route names."""

import pytest

from shop_adapters.composition.container import build
from shop_http.app import create_app
from shop_http.litestar_internals import handlers_of
from tests.contract.http.callers import a_staff_member, a_user
from tests.contract.http.coupon_steps import ADMIN, create_coupon
from tests.contract.http.sample_products import sell
from tests.contract.http.trial_routes import settings_for_trial

APP = create_app(build(settings_for_trial()))
AUDITED = sorted(
    {handler.opt["audits"] for route in APP.routes for handler in handlers_of(route) if "audits" in handler.opt}
)


def adjust_stock(boss, shop):
    (variant_id,) = sell(shop, 100)
    return boss.request("POST", f"/admin/inventory/{variant_id}/adjust/", {"quantity": 3, "reason": "counted"})


def change_coupon(boss, _shop):
    code = create_coupon(boss)["code"]
    return boss.request("PATCH", f"{ADMIN}{code}/", {"max_uses": 7})


def deactivate_coupon(boss, _shop):
    return boss.request("DELETE", f"{ADMIN}{create_coupon(boss)['code']}/")


def block(boss, _shop):
    return boss.request("POST", "/admin/security/blocks/", {"ip": "198.51.100.0/24", "reason": "a scan"})


def lift_block(boss, shop):
    return boss.request("DELETE", f"/admin/security/blocks/{block(boss, shop).json()['id']}/")


def change_user(boss, shop):
    someone = a_user(shop, boss.client).request("GET", "/users/me/").json()["id"]
    return boss.request("PATCH", f"/admin/users/{someone}/", {"is_active": False})


def end_session(boss, shop):
    session = a_user(shop, boss.client).request("GET", "/auth/sessions/").json()[0]["id"]
    return boss.request("POST", f"/admin/security/sessions/{session}/deactivate/")


STEPS = {
    "AdjustStock": adjust_stock,
    "ChangeCoupon": change_coupon,
    "CreateCoupon": lambda boss, _shop: boss.request("POST", ADMIN, {"code": "C", "kind": "PERCENTAGE", "value": "10"}),
    "DeactivateCoupon": deactivate_coupon,
    "block": block,
    "change_user": change_user,
    "end_session": end_session,
    "lift_block": lift_block,
}


@pytest.mark.parametrize("action", AUDITED)
def test_a_change_by_staff_stands_in_the_audit_log(shop, client, action):
    boss = a_staff_member(shop, client)
    assert STEPS[action](boss, shop).status_code in {200, 201, 204}
    page = boss.request("GET", f"/admin/audit/?action={action}").json()
    assert page["count"] == 1
    assert page["results"][0]["staff_id"] == boss.request("GET", "/users/me/").json()["id"]
