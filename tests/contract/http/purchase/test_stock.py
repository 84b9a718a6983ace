"""Stock, as staff see it."""

from uuid_utils.compat import uuid7

from tests.contract.http.callers import a_guest, a_staff_member, a_user


def test_stock_is_corrected_within_bounds_and_told(shop, client, mug):
    clerk = a_staff_member(shop, client)
    path = f"/admin/inventory/{mug}"
    assert clerk.request("POST", f"{path}/adjust/", {"quantity": 5, "reason": "found"}).json()["on_hand"] == 15
    refused = clerk.request("POST", f"{path}/adjust/", {"quantity": -16, "reason": "lost"})
    assert (refused.status_code, refused.json()["code"]) == (409, "stock_below_zero")
    assert set(clerk.request("POST", f"{path}/adjust/", {"quantity": 0, "reason": "x", "location": "y"}).json()) == {
        "quantity",
        "location",
    }
    (told,) = clerk.request("GET", "/admin/audit/").json()["results"]
    assert (told["action"], told["subject"]) == ("AdjustStock", f"variant:{mug}")
    assert told["details"] == {"quantity": "+5", "reason": "found"}
    moves = clerk.request("GET", f"{path}/movements/").json()
    assert moves["count"] == 2
    assert [(move["kind"], move["on_hand_change"]) for move in moves["results"]] == [("ADJUSTMENT", 5), ("RECEIPT", 10)]
    assert clerk.request("GET", f"/admin/inventory/{uuid7()}/").status_code == 404
    assert a_user(shop, client).request("GET", f"{path}/").status_code == 403
    assert a_guest(client).request("GET", f"{path}/").status_code == 401
