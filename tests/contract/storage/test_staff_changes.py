"""What staff change holds only if they still may when it is committed, on every storage."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace
from uuid_utils.compat import uuid7

from shop_domain.accounts.model import Role
from shop_domain.auth.errors import SessionTerminated
from shop_domain.auth.model import SessionEndReason
from shop_domain.inventory.service import InventoryService
from shop_domain.pricing.coupon_terms import CouponInput
from shop_domain.pricing.model import CouponKind
from shop_domain.pricing.service import CouponService
from shop_domain.privacy.service.erase_account import AccountErasureService
from shop_domain.staff.account_status import AccountStatusChange
from shop_domain.staff.errors import NotPermitted
from shop_domain.staff.permissions import Permission, require_permission
from tests.auth_driver import HERE, NOON, PASSWORD, a_session, a_staff_member, a_user, any_password, error_code_of
from tests.builders import a_product, create_products
from tests.contract.racing import all_at_once

ROUNDS = 6
DEMOTED = AccountStatusChange(is_staff=False)
SHUT = AccountStatusChange(is_active=False)
TEN = CouponInput(code="TEN", kind=CouponKind.PERCENTAGE, value="10")


@pytest.fixture
def shop(store):
    """Put the services together that staff use beside the door."""
    common: dict[str, Any] = {"begin": store.begin, "read": store.read, "clock": lambda: NOON, "new_id": uuid7}
    return SimpleNamespace(
        coupons=CouponService(**common, currency="EUR"),
        stock=InventoryService(**common),
        leaving=AccountErasureService(begin=store.begin, clock=lambda: NOON, confirm_password=any_password),
    )


def everything(door, shop, caller):
    """Try each thing that staff change, and gather how it ended."""
    customer, (variant_id,) = a_user("somebody"), create_products(door.store, a_product())
    session = a_session(customer.id)
    with door.store.begin() as tx:
        tx.users.add(customer)
    with door.store.begin() as tx:
        tx.sessions.add(session)
    boss = a_staff_member(door.store, "another")
    block = door.blocking.block_network(boss, "198.51.100.1", "a scan", None, HERE)
    shop.coupons.create(boss, replace(TEN, code="ELEVEN"), HERE)
    return {
        error_code_of(door.user_administration.change, caller, customer.id, AccountStatusChange(role=Role.ADMIN), HERE),
        error_code_of(door.blocking.block_network, caller, "198.51.100.2", "x", None, HERE),
        error_code_of(door.blocking.block_user, caller, customer.id, "x", None, HERE),
        error_code_of(door.blocking.lift, caller, block.id, HERE),
        error_code_of(door.security_monitoring.end_session, caller, session.id, HERE),
        error_code_of(shop.stock.adjust, caller, variant_id, 1, "found", HERE),
        error_code_of(shop.coupons.create, caller, TEN, HERE),
        error_code_of(shop.coupons.change, caller, "ELEVEN", lambda form: form, HERE, expected_version=None),
        error_code_of(shop.coupons.deactivate, caller, "ELEVEN", HERE, expected_version=None),
    }


@pytest.mark.parametrize(
    ("standing", "outcome"),
    [
        (DEMOTED, "permission_denied"),
        (AccountStatusChange(role=Role.SUPPORT), "permission_denied"),
        (SHUT, "session_terminated"),
        (None, "session_terminated"),
    ],
)
def test_nothing_is_changed_by_who_may_not_any_more(door, shop, standing, outcome):
    boss, caller = a_staff_member(door.store, "boss"), a_staff_member(door.store)
    if standing is not None:
        door.user_administration.change(boss, caller.user_id, standing, HERE)
    else:
        door.security_monitoring.end_session(boss, caller.session_id, HERE)
    assert everything(door, shop, caller) == {outcome}


def test_a_demotion_waits_for_the_write_of_the_demoted(door):
    boss, caller = a_staff_member(door.store, "boss"), a_staff_member(door.store)
    with ThreadPoolExecutor(1) as pool:
        with door.store.begin() as tx:
            require_permission(tx.staff_guard.confirm(caller), Permission.COUPONS)
            demoting = pool.submit(door.user_administration.change, boss, caller.user_id, DEMOTED, HERE)
            with pytest.raises(TimeoutError):
                demoting.result(0.3)
        demoting.result(10)
    with pytest.raises(NotPermitted), door.store.begin() as tx:
        require_permission(tx.staff_guard.confirm(caller), Permission.COUPONS)


def test_nobody_is_staff_whose_session_is_another_ones_or_over(door):
    caller = a_staff_member(door.store)
    with door.store.begin() as tx:
        assert tx.staff_guard.confirm(replace(caller, role=Role.SUPPORT)) == caller
        with pytest.raises(SessionTerminated):
            tx.staff_guard.confirm(replace(caller, user_id=uuid7()))
        tx.sessions.end([caller.session_id], SessionEndReason.LOGOUT, NOON)
        with pytest.raises(SessionTerminated):
            tx.staff_guard.confirm(caller)


@pytest.mark.parametrize("standing", [DEMOTED, SHUT])
def test_of_two_administrators_who_demote_each_other_one_wins(door, standing):
    for n in range(ROUNDS):
        pair = [a_staff_member(door.store, f"{name}{n}") for name in ("ann", "bob")]

        def demote(i, pair=pair):
            return error_code_of(door.user_administration.change, pair[i], pair[1 - i].user_id, standing, HERE)

        outcomes = Counter(all_at_once(2, demote))
        assert outcomes in ({"ok": 1, "permission_denied": 1}, {"ok": 1, "session_terminated": 1}), n


def test_of_two_administrators_who_block_each_other_one_wins(door):
    for n in range(ROUNDS):
        pair = [a_staff_member(door.store, f"{name}{n}") for name in ("ann", "bob")]

        def shut_out(i, pair=pair):
            return error_code_of(door.blocking.block_user, pair[i], pair[1 - i].user_id, "x", None, HERE)

        assert Counter(all_at_once(2, shut_out)) == {"ok": 1, "session_terminated": 1}, n


def test_the_last_administrator_stays(door, shop):
    boss, clerk = a_staff_member(door.store, "boss"), a_staff_member(door.store, role=Role.CATALOG)
    second = a_staff_member(door.store, "second")
    assert error_code_of(shop.leaving.erase, clerk, PASSWORD, HERE) == "ok"
    door.blocking.block_user(boss, second.user_id, "x", NOON.replace(hour=13), HERE)
    assert error_code_of(shop.leaving.erase, boss, PASSWORD, HERE) == "last_administrator"
    third = a_staff_member(door.store, "third")
    assert error_code_of(shop.leaving.erase, boss, PASSWORD, HERE) == "ok"
    assert error_code_of(shop.leaving.erase, third, PASSWORD, HERE) == "last_administrator"


def test_of_the_last_two_administrators_who_leave_at_once_one_stays(door, shop):
    for n in range(ROUNDS):
        pair = [a_staff_member(door.store, f"{name}{n}") for name in ("ann", "bob")]
        outcomes = all_at_once(2, lambda i, pair=pair: error_code_of(shop.leaving.erase, pair[i], PASSWORD, HERE))
        assert Counter(outcomes) == {"ok": 1, "last_administrator": 1}, n
        with door.store.begin() as tx:
            for one in pair:
                user = tx.users.lock(one.user_id)
                tx.users.save(replace(user, is_staff=False, role=Role.CUSTOMER))
