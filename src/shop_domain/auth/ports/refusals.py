"""What helps to refuse quickly; a shop without it refuses the same, a little later."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, TypeAlias

from shop_domain.auth.turned_away import Recollection, TurnedAway

WriteLater: TypeAlias = Callable[[TurnedAway], bool]
"""Write a refusal down soon, without holding anybody up; False where too many wait to be written already."""


class KnownRefusals(Protocol):
    """A quick memory of limits that are used up. It may forget at any time; the tallies alone decide."""

    def ask(self, subjects: Sequence[str]) -> Sequence[Recollection]:
        """Recall each subject, in order, and begin to watch it; nothing at all where the memory does not answer."""
        ...

    def learn(self, subject: str, until: datetime, *, asked: Recollection, now: datetime) -> None:
        """Remember for a moment what the tallies said, unless the subject was forgotten since it was asked for."""
        ...

    def forget(self, subjects: Sequence[str]) -> None:
        """Know nothing of these any more; whoever has asked before can't teach it either."""
        ...
