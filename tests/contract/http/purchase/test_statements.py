"""The budget of each route in statements; a bearer adds one."""

import pytest

from shop_domain.kernel.money import Money
from tests.builders import a_product, create_products
from tests.contract.http.purchase.checkout_steps import PAYPAL, create_payment, pay_order
from tests.contract.http.statements import statements_of


@pytest.mark.postgres
class TestStatements:
    """The budget of each route in statements, as written in the performance notes; a bearer adds one."""

    @pytest.fixture
    def database_url(self, postgres_url) -> str:
        return postgres_url

    def test_a_checkout_takes_eight(self, shop, guest, mug):
        guest.add(mug)
        with statements_of(shop) as said:
            assert create_payment(guest, {**PAYPAL, "email": "guest@example.com"}).status_code == 201
        assert len(said) <= 8, said

    def test_a_users_checkout_confirms_the_session_once_more(self, shop, user, mug):
        user.add(mug)
        with statements_of(shop) as said:
            assert create_payment(user).status_code == 201
        assert len(said) <= 8 + 2, said

    def test_a_checkout_of_fifty_lines_takes_no_more(self, shop, guest):
        products = [a_product(price=Money(100, "USD")) for _ in range(50)]
        for variant in create_products(shop.store(), *products, available=5):
            guest.add(variant)
        with statements_of(shop) as said:
            assert create_payment(guest, {**PAYPAL, "email": "guest@example.com"}).status_code == 201
        assert len(said) <= 8, said

    def test_a_return_takes_six(self, shop, guest, provider, mug):
        guest.add(mug)
        created = create_payment(guest, {**PAYPAL, "email": "guest@example.com"})
        with statements_of(shop) as said:
            assert pay_order(guest, provider, created).status_code == 200
        assert len(said) <= 6, said

    def test_a_list_of_orders_takes_two(self, shop, user, mug):
        for _ in range(3):
            user.add(mug)
            create_payment(user)
        with statements_of(shop) as said:
            assert user.request("GET", "/orders/").json()["count"] == 3
        assert len(said) <= 2 + 1, said
