"""One cart, from many sides."""

from sqlalchemy import func, select

from shop_adapters.sql.cart.tables import carts
from shop_domain.cart.guest_key import hash_guest_key
from tests.torture.buyer import Buyer, buyers_with
from tests.torture.concurrent_requests import count_codes, send_together
from tests.torture.rig import Rig


def c03_one_cart_ordered_twenty_times(rig: Rig) -> None:
    [variant] = rig.sell(1_000, units=100)
    [buyer] = buyers_with(rig, 1, {variant: 2})
    answers = send_together(rig.address, [buyer.order_request() for _ in range(20)])
    assert count_codes(answers) == {"201": 1, "cart_empty": 19}


def c10_twenty_adds_of_one_thing(rig: Rig) -> None:
    [variant] = rig.sell(1_000, units=100)
    [buyer] = buyers_with(rig, 1, {variant: 1})
    answers = send_together(rig.address, [buyer.add_item_request(variant, 2) for _ in range(20)])
    told = count_codes(answers)
    assert set(told) <= {"200", "201", "service_unavailable", "concurrent_update"}, told
    added = sum(answer.status < 300 for answer in answers)
    assert added == 20, told
    assert [line["quantity"] for line in buyer.cart()["items"]] == [1 + 2 * added]


def c11_twenty_first_adds_of_a_new_guest(rig: Rig) -> None:
    [variant] = rig.sell(1_000, units=100)
    buyer = Buyer(rig).start_session()
    answers = send_together(rig.address, [buyer.add_item_request(variant) for _ in range(20)])
    assert all(answer.status < 300 for answer in answers), count_codes(answers)
    kept = select(func.count()).select_from(carts).where(carts.c.guest_key == hash_guest_key(buyer.key))
    with rig.store.read() as tx:
        assert tx.source.execute(kept).scalar_one() == 1
    assert [line["quantity"] for line in buyer.cart()["items"]] == [20]
