from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from shop_domain.auth.session_policy import SessionPolicy
from tests.auth_driver import NOON, a_session, a_user

OWNER = a_user().id


def active(*minutes):
    return [a_session(OWNER, last_activity=NOON + timedelta(minutes=n), created_at=NOON) for n in minutes]


def test_a_sixth_session_pushes_out_the_one_with_the_oldest_activity():
    others = active(3, 1, 5, 2, 4)
    assert SessionPolicy(max_per_user=5).sessions_over_limit(others) == (others[1].id,)


def test_a_fifth_session_pushes_nobody_out():
    assert SessionPolicy(max_per_user=5).sessions_over_limit(active(3, 1, 5, 2)) == ()


def test_zero_is_no_limit():
    assert SessionPolicy(max_per_user=0).sessions_over_limit(active(*range(50))) == ()


@given(st.lists(st.integers(0, 10), max_size=12), st.integers(1, 6))
def test_with_the_new_one_there_are_never_more_than_allowed_and_the_newest_stay(minutes, most):
    others = active(*minutes)
    out = SessionPolicy(max_per_user=most).sessions_over_limit(others)
    kept = [session for session in others if session.id not in out]
    assert len(kept) == min(len(others), most - 1)
    assert all(
        session.last_activity <= stays.last_activity for session in others if session.id in out for stays in kept
    )


def test_activity_is_noted_at_most_once_a_minute():
    policy = SessionPolicy()
    assert not policy.activity_due(NOON, NOON + timedelta(seconds=59))
    assert policy.activity_due(NOON, NOON + timedelta(seconds=60))
