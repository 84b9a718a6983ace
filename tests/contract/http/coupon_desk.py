"""Coupons as staff make them and shoppers enter them."""

from typing import Any

from tests.contract.http.people import Person

ADMIN = "/admin/coupons/"


def make(clerk: Person, **terms: Any) -> Any:
    """Make a coupon of ten percent, unless told otherwise."""
    made = clerk.ask("POST", ADMIN, {"code": "TEN", "kind": "PERCENTAGE", "value": "10", **terms})
    assert made.status_code == 201, made.text
    return made.json()


def apply(person: Person, code: str = "TEN") -> Any:
    return person.ask("POST", "/cart/coupons/", {"code": code})


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code")
