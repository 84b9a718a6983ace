"""When PayPal tries a webhook again: 25 times within three days, ever more slowly."""

from datetime import timedelta

REPEATS = 25
WINDOW = timedelta(days=3)


def delay_after(attempts: int) -> timedelta | None:
    """Return the wait after so many failed attempts, or None when PayPal gives up.

    The real intervals are not published: here repeat n comes (n/25)³ of three days after the first attempt.
    """
    if attempts > REPEATS:
        return None
    return _since_first(attempts) - _since_first(attempts - 1)


def _since_first(repeat: int) -> timedelta:
    return WINDOW * (repeat / REPEATS) ** 3
