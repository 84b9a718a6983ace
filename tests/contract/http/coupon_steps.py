"""Coupons as staff make them and shoppers enter them."""

from typing import Any

from tests.contract.http.callers import ApiCaller

ADMIN = "/admin/coupons/"


def create_coupon(staff: ApiCaller, **terms: Any) -> Any:
    """Make a coupon of ten percent, unless told otherwise."""
    made = staff.request("POST", ADMIN, {"code": "TEN", "kind": "PERCENTAGE", "value": "10", **terms})
    assert made.status_code == 201, made.text
    return made.json()


def apply_coupon(person: ApiCaller, code: str = "TEN") -> Any:
    return person.request("POST", "/cart/coupons/", {"code": code})


def status_and_code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code")
