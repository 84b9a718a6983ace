"""Sees from afar who is over a limit, so that refusing them costs no transaction."""

from collections.abc import Sequence
from datetime import datetime

from shop_domain.auth.attempt_limit import seconds_until
from shop_domain.auth.attempts import AttemptType
from shop_domain.auth.errors import TooManyAttempts
from shop_domain.auth.model import ClientInfo
from shop_domain.auth.ports.refusals import KnownRefusals, WriteLater
from shop_domain.auth.turned_away import Recollection, TurnedAway


class Lookout:
    """Repeats what the tallies have said; it never decides, and never lets anybody in."""

    def __init__(self, *, known: KnownRefusals, write_later: WriteLater) -> None:
        """Recall from this memory."""
        self._known, self._write_later = known, write_later

    def turn_away(
        self,
        subjects: Sequence[str],
        refusal: type[TooManyAttempts],
        kind: AttemptType,
        client: ClientInfo,
        typed: str,
        now: datetime,
    ) -> Sequence[Recollection]:
        """Raise the refusal if one of the subjects is known to be over its limit; else give what to learn with.

        Where the try can't be noted to be written down, nobody is turned away: every try has its row.
        """
        asked = self._known.ask(subjects)
        known = [seen.until for seen in asked if seen.until is not None and seen.until > now]
        if known:
            refused = refusal(retry_after=seconds_until(max(known), now))
            if self._write_later(TurnedAway(kind=kind, client=client, typed=typed, at=now, refusal=refused)):
                raise refused
        return asked

    def learn(
        self, subjects: Sequence[str], asked: Sequence[Recollection], until: Sequence[datetime | None], now: datetime
    ) -> None:
        """Remember until when each of the subjects is refused, after the transaction that found it out."""
        for subject, seen, moment in zip(subjects, asked, until, strict=False):
            if moment is not None and seen.ticket:
                self._known.learn(subject, moment, asked=seen, now=now)

    def forget(self, subjects: Sequence[str]) -> None:
        """Take back what is known of these, after their tallies were cleared and before that is answered."""
        self._known.forget(subjects)
