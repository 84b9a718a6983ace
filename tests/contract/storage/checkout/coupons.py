"""The one coupon of these tests."""

from tests.builders import a_coupon


def save_coupon(driver, **given):
    with driver.store.begin() as tx:
        return tx.coupon_admin.save(a_coupon(**given))


def uses(driver, code="TEN"):
    with driver.store.read() as tx:
        return tx.coupon_admin.get(code).uses
