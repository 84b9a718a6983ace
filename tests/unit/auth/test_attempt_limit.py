from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from shop_domain.auth.attempt_limit import LONGEST_CHECK, AttemptLimit, Tally, Verdict
from tests.doorstep import NOON

LIMIT = AttemptLimit(most=3, window=timedelta(minutes=15))


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def filled(limit: AttemptLimit, *offsets: float, judged: bool = True) -> Tally:
    tally = Tally(key="k")
    for n, offset in enumerate(offsets):
        tally = limit.taken(tally, str(n), NOON + seconds(offset), judged=judged)
    return tally


def test_the_last_place_is_free_and_the_next_try_is_one_too_many():
    assert LIMIT.verdict(filled(LIMIT, 0, 1), NOON + seconds(2)) is Verdict.FREE
    assert LIMIT.verdict(filled(LIMIT, 0, 1, 2), NOON + seconds(3)) is Verdict.FULL


def test_a_place_is_free_again_exactly_when_the_window_has_passed():
    tally = filled(LIMIT, 0, 1, 2)
    assert LIMIT.verdict(tally, NOON + LIMIT.window - seconds(0.001)) is Verdict.FULL
    assert LIMIT.verdict(tally, NOON + LIMIT.window) is Verdict.FREE


def test_a_try_in_flight_is_waited_for_and_counts_as_failed_when_its_process_dies():
    tally = filled(LIMIT, 0, 0, 0, judged=False)
    assert LIMIT.verdict(tally, NOON) is Verdict.WAIT
    assert LIMIT.verdict(tally, NOON + LONGEST_CHECK) is Verdict.FULL


def test_a_limit_of_zero_is_off():
    off = AttemptLimit(most=0, window=LIMIT.window)
    assert off.verdict(filled(off, *range(50)), NOON) is Verdict.FREE
    assert len(filled(off, *range(50)).tries) == 1


def test_retry_after_names_the_second_in_which_a_place_is_free():
    tally = filled(LIMIT, 0, 10, 20)
    assert LIMIT.retry_after(tally, NOON + seconds(30)) == 15 * 60 - 30
    assert LIMIT.retry_after(tally, NOON + LIMIT.window - seconds(0.2)) == 1


def test_only_a_limit_that_is_used_up_for_certain_tells_until_when():
    assert LIMIT.full_until(filled(LIMIT, 0, 10), NOON + seconds(20)) is None
    assert LIMIT.full_until(filled(LIMIT, 0, 10, 20, judged=False), NOON + seconds(20)) is None
    assert LIMIT.full_until(filled(LIMIT, 0, 10, 20), NOON + seconds(20)) == NOON + LIMIT.window
    assert LIMIT.full_until(filled(LIMIT, 0, 10, 20, 30), NOON + seconds(30)) == NOON + LIMIT.window + seconds(10)


@given(st.lists(st.floats(0, 3_000), max_size=60), st.integers(1, 6))
def test_no_window_ever_holds_more_tries_than_allowed(offsets, most):
    limit, tally, taken = AttemptLimit(most=most, window=timedelta(minutes=15)), Tally(key="k"), []
    for n, offset in enumerate(sorted(offsets)):
        now = NOON + seconds(offset)
        if limit.verdict(tally, now) is Verdict.FREE:
            tally = limit.taken(tally, str(n), now, judged=True)
            taken.append(now)
    assert all(sum(start <= at < start + limit.window for at in taken) <= most for start in taken)


@given(st.lists(st.floats(0, 900), min_size=3, max_size=10))
def test_a_client_that_waits_as_told_is_let_in(offsets):
    tally = filled(LIMIT, *sorted(offsets)[:3])
    now = NOON + seconds(sorted(offsets)[2])
    if LIMIT.verdict(tally, now) is Verdict.FULL:
        assert LIMIT.verdict(tally, now + seconds(LIMIT.retry_after(tally, now))) is Verdict.FREE
