"""Sessions, tallies and blocks, on every storage."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from uuid_utils.compat import uuid7

from shop_domain.auth.attempt_limit import AttemptCounter
from shop_domain.auth.blocks import block_subject
from shop_domain.auth.errors import SessionTerminated
from shop_domain.auth.login_throttle import LoginCounterKeys, ip_key, user_key
from shop_domain.auth.model import SessionCount, SessionEndReason, UserWithSessions
from shop_domain.auth.session_policy import SessionPolicy
from shop_domain.auth.token_rotation import rotate
from tests.auth_driver import HERE, NOON, a_session, a_user

MINUTE = timedelta(minutes=1)
LATER = NOON + MINUTE


@pytest.fixture
def user(store):
    user = a_user()
    with store.begin() as tx:
        tx.users.add(user)
    return user


def put(store, *sessions) -> Any:
    with store.begin() as tx:
        for session in sessions:
            tx.sessions.add(session)
    return sessions


def read(store, session):
    with store.begin() as tx:
        return tx.sessions.lock(session.id)


def test_a_session_is_read_back_as_it_was_stored(store, user):
    (session,) = put(store, a_session(user.id, pair_used=False, generation=3))
    assert read(store, session) == session
    assert read(store, a_session(user.id)) is None


def test_a_rotation_is_kept_whole(store, user):
    (session,) = put(store, a_session(user.id))
    following = rotate(session, "1" * 64, HERE, LATER, SessionPolicy())
    with store.begin() as tx:
        tx.sessions.rotate(following)
    assert read(store, session) == following


def test_a_session_ends_once_and_keeps_its_first_reason(store, user):
    one, other, third = put(store, *(a_session(user.id) for _ in range(3)))
    with store.begin() as tx:
        assert tx.sessions.end([one.id], SessionEndReason.LOGOUT, NOON) == (one.id,)
        assert tx.sessions.end([one.id, other.id], SessionEndReason.OVER_LIMIT, LATER) == (other.id,)
        assert set(tx.sessions.end_all(user.id, SessionEndReason.DEACTIVATED, LATER, keep=third.id)) == set()
    assert read(store, one) == replace(one, ended_at=NOON, end_reason=SessionEndReason.LOGOUT)
    assert read(store, other) == replace(other, ended_at=LATER, end_reason=SessionEndReason.OVER_LIMIT)
    assert read(store, third) == third


def test_all_but_one_can_be_ended(store, user):
    mine = put(store, *(a_session(user.id) for _ in range(4)))
    with store.begin() as tx:
        ended = tx.sessions.end_all(user.id, SessionEndReason.DEACTIVATED, NOON, keep=mine[0].id)
    assert set(ended) == {session.id for session in mine[1:]}
    with store.begin() as tx:
        assert tx.sessions.end_all(user.id, SessionEndReason.PASSWORD_RESET, NOON, keep=None) == (mine[0].id,)


def test_a_check_says_all_that_decides_about_a_request(store, user):
    (session,) = put(store, a_session(user.id))
    with store.read() as tx:
        found = tx.session_reader.check(session.id, block_subject(HERE, NOON))
        assert tx.session_reader.check(uuid7(), block_subject(HERE, NOON)) is None
    assert found is not None
    assert (found.user_id, found.email, found.role, found.generation) == (user.id, user.email, user.role, 1)
    assert (found.is_ended, found.is_active, found.is_blocked, found.pair_used) == (False, True, False, True)
    with store.begin() as tx:
        tx.users.save(replace(user, is_active=False))
        tx.sessions.end([session.id], SessionEndReason.LOGOUT, NOON)
    with store.read() as tx:
        found = tx.session_reader.check(session.id, block_subject(HERE, NOON))
    assert found is not None
    assert (found.is_ended, found.is_active) == (True, False)


def test_active_sessions_are_listed_with_the_latest_activity_first(store, user):
    old, new = a_session(user.id), a_session(user.id, last_activity=LATER)
    over = a_session(user.id, ended_at=NOON, end_reason=SessionEndReason.LOGOUT)
    idle = a_session(user.id, refresh_expires_at=NOON)
    put(store, old, new, over, idle)
    with store.read() as tx:
        assert tx.session_reader.active_of(user.id, NOON) == (new, old)
        assert tx.session_reader.count(user.id, NOON) == SessionCount(active=2, total=4)
    with store.begin() as tx:
        assert tx.login_queries.user_with_sessions(user.id, NOON) == UserWithSessions(user=user, sessions=(new, old))
        assert tx.login_queries.user_with_sessions(uuid7(), NOON) is None


def test_an_account_without_sessions_is_still_an_account(store, user):
    with store.begin() as tx:
        assert tx.login_queries.user_with_sessions(user.id, NOON) == UserWithSessions(user=user, sessions=())


def test_only_an_active_session_can_be_locked(store, user):
    (session,) = put(store, a_session(user.id))
    with store.begin() as tx:
        tx.session_guard.confirm(session.id)
        tx.sessions.end([session.id], SessionEndReason.LOGOUT, NOON)
        with pytest.raises(SessionTerminated):
            tx.session_guard.confirm(session.id)
        with pytest.raises(SessionTerminated):
            tx.session_guard.confirm(uuid7())


def test_activity_only_moves_forward_and_never_after_the_end(store, user):
    (session,) = put(store, a_session(user.id))
    with store.begin() as tx:
        tx.session_maintenance.record_activity(session.id, LATER)
        tx.session_maintenance.record_activity(session.id, NOON)
        tx.session_maintenance.mark_pair_used(session.id, 7)
    assert read(store, session) == replace(session, last_activity=LATER)
    with store.begin() as tx:
        tx.sessions.end([session.id], SessionEndReason.LOGOUT, LATER)
        tx.session_maintenance.record_activity(session.id, LATER + MINUTE)
    assert read(store, session).last_activity == LATER


def test_the_use_of_a_pair_is_noted_for_that_pair_only(store, user):
    (session,) = put(store, a_session(user.id, pair_used=False, generation=2))
    with store.begin() as tx:
        tx.session_maintenance.mark_pair_used(session.id, 1)
    assert not read(store, session).pair_used
    with store.begin() as tx:
        tx.session_maintenance.mark_pair_used(session.id, 2)
    assert read(store, session).pair_used


def test_expired_sessions_end_and_old_ones_are_forgotten_in_portions(store, user):
    idle = put(store, *(a_session(user.id, refresh_expires_at=NOON) for _ in range(3)))
    (alive,) = put(store, a_session(user.id))
    with store.begin() as tx:
        assert len(tx.session_maintenance.expire(NOON, 2)) == 2
        assert len(tx.session_maintenance.expire(NOON, 2)) == 1
        assert tx.session_maintenance.expire(NOON, 2) == ()
        assert tx.session_maintenance.purge(NOON, 5) == 0
        assert [tx.session_maintenance.purge(LATER, 2) for _ in range(3)] == [2, 1, 0]
    assert [read(store, session) for session in idle] == [None] * 3
    assert read(store, alive) == alive


def keys():
    subject = user_key("login", "somebody")
    return LoginCounterKeys(
        ip=ip_key("login", HERE.ip_address), user_prefix=user_key("login", ""), unknown_email=subject
    )


def look_up(store, email):
    with store.begin() as tx:
        return tx.login_queries.look_up(email, block_subject(HERE, NOON), keys())


def test_a_look_up_finds_the_account_and_both_counters(store, user):
    found = look_up(store, user.email)
    assert found.user == user
    assert found.counters.by_ip == AttemptCounter(key=keys().ip)
    assert found.counters.by_user == AttemptCounter(key=f"login:user:{user.id}")
    assert not found.counters.is_unknown_email
    assert not found.is_blocked


def test_an_unknown_email_has_a_counter_like_everybody(store):
    found = look_up(store, "nobody@example.com")
    assert (found.user, found.counters.is_unknown_email) == (None, True)
    assert found.counters.by_user == AttemptCounter(key="login:user:somebody")


def test_attempts_are_read_back_and_confirmed_and_released_by_slot(store, user):
    found = look_up(store, user.email)
    pair = (found.counters.by_ip, found.counters.by_user)
    times = {"a": NOON, "b": LATER}
    with store.begin() as tx:
        tx.attempt_counters.save(replace(tally, tries=times, in_flight=times) for tally in pair)
    names = [tally.key for tally in pair]
    with store.begin() as tx:
        tx.attempt_counters.confirm(names, "a")
        tx.attempt_counters.release(names, "b", reset=None)
    again = look_up(store, user.email)
    assert again.counters.by_ip == replace(pair[0], tries={"a": NOON}, in_flight={})
    assert again.counters.by_user == replace(pair[1], tries={"a": NOON}, in_flight={})
    with store.begin() as tx:
        tx.attempt_counters.release(names, "b", reset=names[1])
    again = look_up(store, user.email)
    assert again.counters.by_ip == replace(pair[0], tries={"a": NOON}, in_flight={})
    assert again.counters.by_user == pair[1]


def test_a_counter_is_stored_whole_and_reset_by_key(store):
    tally = AttemptCounter(key="k", tries={"a": NOON, "b": LATER}, in_flight={"b": LATER})
    with store.begin() as tx:
        tx.attempt_counters.save([tally])
        assert tx.attempt_counters.lock("k") == tally
        tx.attempt_counters.release(["k"], "", reset="k")
        assert tx.attempt_counters.lock("k") == AttemptCounter(key="k")


def test_stale_counters_are_purged_and_live_ones_kept(store):
    with store.begin() as tx:
        tx.attempt_counters.save([AttemptCounter(key="spent", tries={"a": NOON - timedelta(hours=2)})])
        tx.attempt_counters.save([AttemptCounter(key="live", tries={"a": NOON})])
        assert tx.stale_rows.purge(NOON, 10) == 1
        assert tx.attempt_counters.lock("live").tries == {"a": NOON}
        assert tx.attempt_counters.lock("spent").tries == {}
