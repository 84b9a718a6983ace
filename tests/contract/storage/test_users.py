"""Accounts and mailed links, on every storage."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from msgspec.structs import replace
from uuid_utils.compat import uuid7

from shop_domain.accounts.canonical import canonical
from shop_domain.accounts.errors import EmailTaken, UsernameTaken
from shop_domain.accounts.model import Role
from shop_domain.accounts.one_time_token import OneTimeToken, Purpose, TokenId
from shop_domain.kernel.errors import ConcurrentUpdate
from tests.auth_driver import NOON, a_user

RACERS = 20


def added(store, user):
    with store.begin() as tx:
        tx.users.add(user)
    return user


def a_link(user, digest, **changed):
    values: dict[str, Any] = {
        "id": TokenId(uuid7()),
        "user_id": user.id,
        "purpose": Purpose.EMAIL_VERIFICATION,
        "address": user.email,
        "digest": digest,
        "created_at": NOON,
        "expires_at": NOON + timedelta(hours=24),
        "requested_ip": "203.0.113.7",
        "requested_agent": "a browser",
    }
    return OneTimeToken(**{**values, **changed})


def test_an_account_is_read_back_as_it_was_stored(store):
    user = added(store, a_user(role=Role.ADMIN, is_staff=True, blocked_until=NOON, phone="+1234567890"))
    with store.read() as tx:
        assert tx.users.get(user.id) == tx.users.by_email(canonical(user.email)) == user
        assert tx.users.get(uuid7()) is None
        assert tx.users.by_email("nobody@example.com") is None


def test_an_address_finds_its_account_however_it_is_spelled(store):
    user = added(store, a_user(email="Straße@Example.com"))
    with store.read() as tx:
        assert tx.users.by_email(canonical("STRASSE@example.COM")) == user


def test_a_changed_account_has_the_next_version_and_an_old_one_is_not_written(store):
    user = added(store, a_user())
    with store.begin() as tx:
        saved = tx.users.save(replace(user, first_name="Ana"))
    assert saved == replace(user, first_name="Ana", version=1)
    with pytest.raises(ConcurrentUpdate), store.begin() as tx:
        tx.users.save(replace(user, first_name="Eva"))
    with store.read() as tx:
        assert tx.users.get(user.id) == saved


@pytest.mark.parametrize(
    ("double", "refusal"),
    [
        (a_user("other", email="TEST@example.com"), EmailTaken),
        (a_user("other", username="TESTUSER"), UsernameTaken),
    ],
)
def test_a_name_that_is_gone_is_refused_and_named(store, double, refusal):
    added(store, a_user())
    with pytest.raises(refusal):
        added(store, double)
    other = added(store, a_user("third"))
    with pytest.raises(refusal), store.begin() as tx:
        tx.users.save(replace(other, email=double.email, username=double.username))


def test_which_names_are_gone_is_told_for_both_at_once(store):
    added(store, a_user())
    with store.read() as tx:
        assert tx.account_names.taken("test@example.com", "nobody") == (True, False)
        assert tx.account_names.taken("nobody@example.com", "testuser") == (False, True)


def test_one_of_twenty_wins_the_race_for_an_address(store):
    gate = Barrier(RACERS)

    def race(n):
        gate.wait(30)
        try:
            added(store, a_user(f"racer{n}", email="same@example.com" if n % 2 else "SAME@example.com"))
        except EmailTaken:
            return False
        return True

    with ThreadPoolExecutor(RACERS) as pool:
        assert list(pool.map(race, range(RACERS))).count(True) == 1


def test_a_newer_link_stops_the_older_one_of_the_same_purpose_only(store):
    user = added(store, a_user())
    reset = a_link(user, "r", purpose=Purpose.PASSWORD_RESET)
    with store.begin() as tx:
        for link in (a_link(user, "1"), reset, a_link(user, "2")):
            tx.one_time_tokens.add(link)
    with store.begin() as tx:
        kept = [tx.one_time_tokens.lock(digest) for digest in ("1", "2", "r", "x")]
    assert [link and link.replaced_at for link in kept] == [NOON, None, None, None]
    assert kept[2] == reset


def test_a_link_is_used_once(store):
    user, link = added(store, a_user()), None
    link = a_link(user, "1")
    with store.begin() as tx:
        tx.one_time_tokens.add(link)
        tx.one_time_tokens.mark_used(link, "203.0.113.9", NOON)
    with pytest.raises(ConcurrentUpdate), store.begin() as tx:
        tx.one_time_tokens.mark_used(link, "203.0.113.9", NOON)
    with store.begin() as tx:
        assert tx.one_time_tokens.lock("1") == replace(link, used_at=NOON, used_ip="203.0.113.9")


def test_all_unused_links_of_a_user_can_be_stopped(store):
    user = added(store, a_user())
    with store.begin() as tx:
        tx.one_time_tokens.add(a_link(user, "1"))
        tx.one_time_tokens.add(a_link(user, "2", purpose=Purpose.EMAIL_CHANGE))
        tx.one_time_tokens.revoke_all(user.id, NOON)
    with store.begin() as tx:
        assert [tx.one_time_tokens.lock(d).replaced_at for d in ("1", "2")] == [NOON, NOON]
