"""Orders, as those who placed them see them."""

from tests.contract.http.callers import a_user
from tests.contract.http.purchase.checkout_steps import create_payment, pay_order


def test_an_order_belongs_to_whoever_placed_it(shop, client, user, mug):
    user.add(mug)
    number = create_payment(user).json()["order_number"]
    other = a_user(shop, client)
    for path in (f"/orders/{number}/", f"/orders/{number}/history/"):
        assert other.request("GET", path).status_code == 404
        assert user.request("GET", path).status_code == 200
    assert other.request("POST", f"/orders/{number}/cancel/").status_code == 404
    assert other.request("GET", "/orders/").json()["count"] == 0
    assert user.request("GET", "/orders/").json()["count"] == 1


def test_an_unpaid_order_is_cancelled_once_and_stays_so(user, mug):
    user.add(mug)
    number = create_payment(user).json()["order_number"]
    for _ in range(2):
        cancelled = user.request("POST", f"/orders/{number}/cancel/")
        assert (cancelled.status_code, cancelled.json()["status"]) == (200, "CANCELLED")
    moves = user.request("GET", f"/orders/{number}/history/").json()["results"]
    assert [(m["from_status"], m["to_status"], m["actor"]) for m in moves] == [
        (None, "PENDING", "SYSTEM"),
        ("PENDING", "CANCELLED", "CUSTOMER"),
    ]


def test_times_at_the_ends_of_the_calendar_bound_a_list_like_any_other(user, mug):
    user.add(mug)
    create_payment(user)
    first, last = "0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00"
    for query, count in ((f"created_after={first}", 1), (f"created_after={last}", 0), (f"created_before={last}", 1)):
        answer = user.request("GET", f"/orders/?{query}")
        assert (answer.status_code, answer.json()["count"]) == (200, count)


def test_orders_are_listed_by_status_and_time_and_paged(user, mug):
    numbers = []
    for _ in range(3):
        user.add(mug)
        numbers.append(create_payment(user).json()["order_number"])
    user.request("POST", f"/orders/{numbers[0]}/cancel/")

    first = user.request("GET", "/orders/?page_size=2").json()
    assert [order["order_number"] for order in first["results"]] == numbers[:0:-1]
    assert first["count"] == 3
    rest = user.request("GET", first["next"].removeprefix("https://shop.example/api/v1")).json()
    assert [order["order_number"] for order in rest["results"]] == numbers[:1]
    assert user.request("GET", "/orders/?status=CANCELLED").json()["count"] == 1
    assert user.request("GET", "/orders/?created_after=2100-01-01T00:00:00Z").json()["count"] == 0
    assert set(user.request("GET", "/orders/?status=LOST&nonsense=1").json()) == {"status", "nonsense"}
    assert user.request("GET", "/orders/?page=2").status_code == 404


def test_an_order_has_a_tag_that_changes_with_it(user, provider, mug):
    user.add(mug)
    created = create_payment(user)
    path = f"/orders/{created.json()['order_number']}/"
    tag = user.request("GET", path).headers["ETag"]
    assert user.request("GET", path, If_None_Match=tag).status_code == 304
    pay_order(user, provider, created)
    assert user.request("GET", path, If_None_Match=tag).status_code == 200


def test_a_cancellation_of_a_version_that_is_gone_is_refused(user, provider, mug):
    user.add(mug)
    created = create_payment(user)
    path = f"/orders/{created.json()['order_number']}/"
    seen = user.request("GET", path).headers["ETag"]
    pay_order(user, provider, created)

    assert user.request("POST", f"{path}cancel/", If_Match=seen).status_code == 412
    assert user.request("GET", path).json()["status"] == "CONFIRMED"
    assert user.request("POST", f"{path}cancel/", If_Match=user.request("GET", path).headers["ETag"]).status_code == 200
