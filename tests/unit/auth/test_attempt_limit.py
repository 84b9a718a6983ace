from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from shop_domain.auth.attempt_limit import IN_FLIGHT_TIMEOUT, AttemptCounter, AttemptDecision, AttemptLimit
from tests.auth_driver import NOON

LIMIT = AttemptLimit(max_attempts=3, window=timedelta(minutes=15))


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def filled(limit: AttemptLimit, *offsets: float, counts_at_once: bool = True) -> AttemptCounter:
    tally = AttemptCounter(key="k")
    for n, offset in enumerate(offsets):
        tally = limit.reserve(tally, str(n), NOON + seconds(offset), counts_at_once=counts_at_once)
    return tally


def test_the_last_slot_is_allowed_and_the_next_attempt_is_one_too_many():
    assert LIMIT.decide(filled(LIMIT, 0, 1), NOON + seconds(2)) is AttemptDecision.ALLOW
    assert LIMIT.decide(filled(LIMIT, 0, 1, 2), NOON + seconds(3)) is AttemptDecision.REJECT


def test_a_slot_is_free_again_exactly_when_the_window_has_passed():
    tally = filled(LIMIT, 0, 1, 2)
    assert LIMIT.decide(tally, NOON + LIMIT.window - seconds(0.001)) is AttemptDecision.REJECT
    assert LIMIT.decide(tally, NOON + LIMIT.window) is AttemptDecision.ALLOW


def test_an_attempt_in_flight_is_waited_for_and_counts_as_failed_when_its_process_dies():
    tally = filled(LIMIT, 0, 0, 0, counts_at_once=False)
    assert LIMIT.decide(tally, NOON) is AttemptDecision.WAIT
    assert LIMIT.decide(tally, NOON + IN_FLIGHT_TIMEOUT) is AttemptDecision.REJECT


def test_a_limit_of_zero_is_off():
    off = AttemptLimit(max_attempts=0, window=LIMIT.window)
    assert off.decide(filled(off, *range(50)), NOON) is AttemptDecision.ALLOW
    assert len(filled(off, *range(50)).tries) == 1


def test_retry_after_names_the_second_in_which_a_slot_is_free():
    tally = filled(LIMIT, 0, 10, 20)
    assert LIMIT.retry_after(tally, NOON + seconds(30)) == 15 * 60 - 30
    assert LIMIT.retry_after(tally, NOON + LIMIT.window - seconds(0.2)) == 1


@given(st.lists(st.floats(0, 3_000), max_size=60), st.integers(1, 6))
def test_no_window_ever_holds_more_attempts_than_allowed(offsets, most):
    limit, tally, taken = AttemptLimit(max_attempts=most, window=timedelta(minutes=15)), AttemptCounter(key="k"), []
    for n, offset in enumerate(sorted(offsets)):
        now = NOON + seconds(offset)
        if limit.decide(tally, now) is AttemptDecision.ALLOW:
            tally = limit.reserve(tally, str(n), now, counts_at_once=True)
            taken.append(now)
    assert all(sum(start <= at < start + limit.window for at in taken) <= most for start in taken)


@given(st.lists(st.floats(0, 900), min_size=3, max_size=10))
def test_a_client_that_waits_as_told_is_let_in(offsets):
    tally = filled(LIMIT, *sorted(offsets)[:3])
    now = NOON + seconds(sorted(offsets)[2])
    if LIMIT.decide(tally, now) is AttemptDecision.REJECT:
        assert LIMIT.decide(tally, now + seconds(LIMIT.retry_after(tally, now))) is AttemptDecision.ALLOW
