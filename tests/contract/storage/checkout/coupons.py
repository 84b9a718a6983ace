"""The one coupon of these tests."""

from tests.builders import a_coupon


def save_coupon(desk, **given):
    with desk.store.begin() as tx:
        return tx.coupon_catalogue.save(a_coupon(**given))


def uses(desk, code="TEN"):
    with desk.store.read() as tx:
        return tx.coupon_catalogue.get(code).uses
