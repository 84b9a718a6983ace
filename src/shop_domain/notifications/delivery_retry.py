"""When is a delivery that failed tried again, and when is it given up?"""

from datetime import timedelta

import msgspec


class DeliveryRetry(msgspec.Struct, frozen=True, kw_only=True):
    """Growing pauses with jitter: quick at first, patient later, and an end."""

    first: timedelta = timedelta(seconds=2)
    growth: int = 3
    longest: timedelta = timedelta(hours=1)
    tries: int = 30
    """With the pauses above, about a day: long enough for a mail server to be repaired."""

    def pause_after(self, tries: int, chance: float) -> timedelta | None:
        """Answer the pause after this many failed tries, or None to give up; `chance` in [0, 1) spreads it out.

        The pause lies between half of its full length and the whole of it.
        """
        if tries >= self.tries:
            return None
        full = min(self.first * self.growth ** min(tries - 1, 20), self.longest)
        return full * (0.5 + chance / 2)
