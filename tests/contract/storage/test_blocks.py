"""Whom staff shut out, and of what, on every storage."""

from datetime import timedelta

import pytest

from shop_domain.accounts.one_time_token import Purpose
from shop_domain.kernel.paging import PageRequest
from tests.auth_driver import HERE, PASSWORD, AuthDriver, client_at, error_code_of
from tests.contract.racing import all_at_once

NEW = "Another-Pass-9"
ALL = PageRequest(size=100)
ELSEWHERE = client_at("198.51.100.1")


@pytest.fixture
def door(store):
    door = AuthDriver(store, session_force_logout_on_suspicious_activity=False)
    yield door
    door.close()


def a_reset_link(door, user):
    door.passwords.request_reset(user.email, HERE)
    return door.newest_link(user.id, Purpose.PASSWORD_RESET)


def test_no_session_goes_on_from_a_blocked_network_but_it_can_be_left(door, boss):
    door.a_verified_user()
    tokens = door.log_in("test", ELSEWHERE).tokens
    block = door.blocking.block_network(boss, "198.51.100.0/24", "a scan", None, HERE)
    assert error_code_of(door.tokens.refresh, tokens.refresh, ELSEWHERE) == "blocked"
    assert door.attempts()[-1] == ("REFRESH", False, "blocked")
    door.blocking.lift(boss, block.id, HERE)
    renewed = door.tokens.refresh(tokens.refresh, ELSEWHERE)
    door.blocking.block_network(boss, "198.51.100.0/24", "a scan", None, HERE)
    door.tokens.logout(renewed.refresh, ELSEWHERE, None)
    assert error_code_of(door.authenticate, renewed.access) == "session_terminated"


def test_no_link_is_followed_from_a_blocked_network(door, boss):
    user = door.a_verified_user()
    link = a_reset_link(door, user)
    block = door.blocking.block_network(boss, "198.51.100.1", "a scan", None, HERE)
    assert error_code_of(door.passwords.confirm_reset, link, NEW, ELSEWHERE) == "blocked"
    assert door.attempts()[-1] == ("PASSWORD_RESET", False, "blocked")
    assert error_code_of(door.log_in) == "ok"
    door.blocking.lift(boss, block.id, HERE)
    assert error_code_of(door.passwords.confirm_reset, link, NEW, ELSEWHERE) == "ok"


def test_a_blocked_user_changes_nothing_by_a_link(door, boss):
    user = door.a_verified_user()
    link = a_reset_link(door, user)
    caller = door.authenticate(door.log_in().tokens.access)
    door.email_change.request(caller, "new@example.com", PASSWORD, HERE)
    moving = door.newest_link(user.id, Purpose.EMAIL_CHANGE)
    block = door.blocking.block_user(boss, user.id, "fraud", None, HERE)
    told = door.events()
    assert error_code_of(door.passwords.confirm_reset, link, NEW, HERE) == "blocked"
    assert error_code_of(door.email_change.confirm, moving, HERE) == "blocked"
    assert error_code_of(door.passwords.request_reset, user.email, HERE) == "ok"
    assert door.events() == told
    door.blocking.lift(boss, block.id, HERE)
    assert error_code_of(door.email_change.confirm, moving, HERE) == "ok"


@pytest.mark.parametrize("network", ["203.0.113.7", "203.0.113.0/24", "203.0.0.0/16"])
def test_nobody_blocks_the_network_that_they_are_in(door, boss, network):
    assert error_code_of(door.blocking.block_network, boss, network, "a scan", None, HERE) == "cannot_change_self"
    assert door.blocking.list(boss, ALL, in_force=False).items == ()
    assert error_code_of(door.blocking.block_network, boss, network, "a scan", None, ELSEWHERE) == "ok"


LATER = timedelta(hours=1)


@pytest.mark.parametrize("first_is_for_good", [True, False])
def test_a_second_block_of_a_user_does_not_shorten_the_first(door, boss, first_is_for_good):
    user = door.a_verified_user()
    ends = [None, door.now + LATER] if first_is_for_good else [door.now + LATER, None]
    made = [door.blocking.block_user(boss, user.id, "fraud", until, HERE) for until in ends]
    for_good, passing = sorted(made, key=lambda block: block.until is not None)
    assert {block.id for block in door.blocking.list(boss, ALL, in_force=True).items} == {for_good.id, passing.id}
    door.advance(LATER.total_seconds())
    assert error_code_of(door.log_in) == "blocked"
    assert error_code_of(door.blocking.lift, boss, passing.id, HERE) == "block_not_found"
    assert error_code_of(door.blocking.lift, boss, for_good.id, HERE) == "ok"
    assert error_code_of(door.log_in) == "ok"


def test_a_user_under_two_blocks_is_out_until_both_are_lifted(door, boss):
    user = door.a_verified_user()
    first, second = (door.blocking.block_user(boss, user.id, reason, None, HERE) for reason in ("fraud", "threats"))
    door.blocking.lift(boss, first.id, HERE)
    assert error_code_of(door.log_in) == "blocked"
    door.blocking.lift(boss, second.id, HERE)
    assert error_code_of(door.log_in) == "ok"


def test_a_network_under_two_blocks_is_out_until_both_are_over(door, boss):
    door.a_verified_user()
    for_good = door.blocking.block_network(boss, "198.51.100.1", "a scan", None, HERE)
    door.blocking.block_network(boss, "198.51.100.1", "another scan", door.now + LATER, HERE)
    door.advance(LATER.total_seconds())
    assert error_code_of(door.log_in, "test", ELSEWHERE) == "blocked"
    door.blocking.lift(boss, for_good.id, HERE)
    assert error_code_of(door.log_in, "test", ELSEWHERE) == "ok"


def test_of_twenty_blocks_at_once_each_stands(door, boss):
    user = door.a_verified_user()
    ends = [door.now + LATER * (n + 1) for n in range(20)]
    made = all_at_once(20, lambda n: door.blocking.block_user(boss, user.id, "fraud", ends[n], HERE))
    for block in made[10:]:
        door.blocking.lift(boss, block.id, HERE)
    with door.store.read() as tx:
        assert tx.users.get(user.id).blocked_until == ends[9]
