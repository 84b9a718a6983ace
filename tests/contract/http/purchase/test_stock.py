"""Stock, as staff see it."""

from uuid_utils.compat import uuid7

from tests.contract.http.people import a_clerk, a_guest, a_user


def test_stock_is_corrected_within_bounds_and_told(shop, client, mug):
    clerk = a_clerk(shop, client)
    path = f"/admin/inventory/{mug}"
    assert clerk.ask("POST", f"{path}/adjust/", {"quantity": 5, "reason": "found"}).json()["on_hand"] == 15
    refused = clerk.ask("POST", f"{path}/adjust/", {"quantity": -16, "reason": "lost"})
    assert (refused.status_code, refused.json()["code"]) == (409, "stock_below_zero")
    assert set(clerk.ask("POST", f"{path}/adjust/", {"quantity": 0, "reason": "x", "location": "y"}).json()) == {
        "quantity",
        "location",
    }
    (told,) = clerk.ask("GET", "/admin/audit/").json()["results"]
    assert (told["action"], told["subject"]) == ("AdjustStock", f"variant:{mug}")
    assert told["details"] == {"quantity": "+5", "reason": "found"}
    moves = clerk.ask("GET", f"{path}/movements/").json()
    assert moves["count"] == 2
    assert [(move["kind"], move["on_hand_change"]) for move in moves["results"]] == [("ADJUSTMENT", 5), ("RECEIPT", 10)]
    assert clerk.ask("GET", f"/admin/inventory/{uuid7()}/").status_code == 404
    assert a_user(shop, client).ask("GET", f"{path}/").status_code == 403
    assert a_guest(client).ask("GET", f"{path}/").status_code == 401
