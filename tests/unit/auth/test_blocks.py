"""Whom have staff blocked?"""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from uuid_utils.compat import uuid7

from shop_domain.accounts.model import user_reference
from shop_domain.auth.blocks import (
    PERMANENT,
    Block,
    BlockId,
    block_subject,
    blocked_until,
    blocked_user,
    is_blocked,
    is_in_force,
    network_block_key,
)
from tests.auth_driver import NOON, a_user, client_at

SECOND = timedelta(seconds=1)


def a_block(subject: str = "ip:203.0.113.7/32", **given: Any) -> Block:
    values: dict[str, Any] = {"reason": "spam", "until": None, "created_at": NOON, "created_by": a_user().id, **given}
    return Block(id=BlockId(uuid7()), subject=subject, **values)


@pytest.mark.parametrize(
    ("given", "holds"),
    [
        ({}, True),
        ({"until": NOON + SECOND}, True),
        ({"until": NOON}, False),
        ({"lifted_at": NOON}, False),
        ({"until": NOON + SECOND, "lifted_at": NOON}, False),
    ],
)
def test_a_block_is_in_force_until_its_time_is_over_or_it_is_lifted(given, holds):
    assert is_in_force(a_block(**given), NOON) is holds


@pytest.mark.parametrize(("until", "blocked"), [(None, False), (NOON, False), (NOON + SECOND, True)])
def test_a_user_is_blocked_until_the_moment_that_is_given(until, blocked):
    assert is_blocked(a_user(blocked_until=until), NOON) is blocked


@given(st.lists(st.none() | st.integers(0, 99), min_size=1))
def test_of_several_blocks_the_last_to_end_decides(seconds):
    blocks = [a_block(until=None if n is None else NOON + n * SECOND) for n in seconds]
    expected = PERMANENT if None in seconds else NOON + max(n for n in seconds if n is not None) * SECOND
    assert blocked_until(blocks) == expected


def test_without_blocks_nobody_is_blocked():
    assert blocked_until([]) is None


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("203.0.113.7", "ip:203.0.113.7/32"),
        (" 203.0.113.7/24 ", "ip:203.0.113.0/24"),
        ("203.0.0.0/16", "ip:203.0.0.0/16"),
        ("203.0.113.0/25", None),
        ("0.0.0.0/0", None),
        ("2001:db8::1", "ip:2001:db8::1/128"),
        ("2001:db8:1:2::1/64", "ip:2001:db8:1:2::/64"),
        ("2001:db8:1::/48", "ip:2001:db8:1::/48"),
        ("2001:db8::/32", None),
        ("::ffff:203.0.113.7", "ip:203.0.113.7/32"),
        ("::ffff:203.0.113.0/120", "ip:203.0.113.0/24"),
        ("fe80::1%eth0", None),
        ("user:1", None),
        ("", None),
    ],
)
def test_an_address_or_a_network_of_a_size_that_is_looked_for_can_be_blocked(typed, key):
    assert network_block_key(typed) == key


@pytest.mark.parametrize(
    ("address", "networks"),
    [
        ("203.0.113.7", {"203.0.113.7", "203.0.113.7/24", "203.0.113.7/16"}),
        ("::ffff:203.0.113.7", {"203.0.113.7", "203.0.113.7/24", "203.0.113.7/16"}),
        ("2001:db8:1:2::1", {"2001:db8:1:2::1", "2001:db8:1:2::/64", "2001:db8:1::/48"}),
        ("a socket", set()),
    ],
)
def test_a_client_is_known_by_every_network_that_may_be_blocked(address, networks):
    subject = block_subject(client_at(address), NOON)
    assert set(subject.block_keys) == {network_block_key(network) for network in networks}
    assert subject.now == NOON


def test_a_block_of_an_account_names_its_user_and_one_of_a_network_nobody():
    user = a_user()
    assert blocked_user(a_block(user_reference(user.id))) == user.id
    assert blocked_user(a_block()) is None
