"""When a failed delivery is tried again."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from shop_domain.notifications.delivery_retry import DeliveryRetryPolicy

RETRY = DeliveryRetryPolicy()
CHANCES = st.floats(min_value=0, max_value=1, exclude_max=True)


def test_the_first_pauses_are_short_and_each_is_longer_than_the_one_before():
    pauses = [RETRY.delay_after(tries, 0.999999) for tries in range(1, 8)]
    assert pauses[0] is not None
    assert pauses[0] <= timedelta(seconds=2)
    assert pauses == sorted(pauses, key=lambda pause: pause or timedelta.max)
    assert len(set(pauses)) == 7


def test_a_server_that_is_down_for_most_of_a_day_loses_nothing():
    pauses = [RETRY.delay_after(tries, 0) or timedelta() for tries in range(1, RETRY.max_tries)]
    assert sum(pauses, timedelta()) > timedelta(hours=11)


def test_there_is_an_end():
    assert RETRY.delay_after(RETRY.max_tries - 1, 0) is not None
    assert RETRY.delay_after(RETRY.max_tries, 0) is None
    assert RETRY.delay_after(10**6, 0) is None


@given(st.integers(min_value=1, max_value=29), CHANCES)
def test_a_pause_lies_between_half_of_its_length_and_the_whole(tries, chance):
    pause, least = RETRY.delay_after(tries, chance), RETRY.delay_after(tries, 0)
    assert pause is not None
    assert least is not None
    assert least <= pause <= 2 * least
    assert pause <= RETRY.max_delay
