"""When is a delivery that failed tried again, and when is it given up?"""

from datetime import timedelta

import msgspec


class DeliveryRetryPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """Growing pauses with jitter: quick at first, patient later, and an end."""

    initial_delay: timedelta = timedelta(seconds=2)
    factor: int = 3
    max_delay: timedelta = timedelta(hours=1)
    max_tries: int = 30
    """With the pauses above, about a day: long enough for a mail server to be repaired."""

    def delay_after(self, tries: int, jitter: float) -> timedelta | None:
        """Answer the pause after this many failed tries, or None to give up; `chance` in [0, 1) spreads it out.

        The pause lies between half of its full length and the whole of it.
        """
        if tries >= self.max_tries:
            return None
        full = min(self.initial_delay * self.factor ** min(tries - 1, 20), self.max_delay)
        return full * (0.5 + jitter / 2)
