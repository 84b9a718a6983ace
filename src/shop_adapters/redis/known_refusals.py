"""Limits that are known to be used up, for all processes; the tallies are asked again every second."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from shop_adapters.redis.patience import LONGEST_ANSWER, Patience
from shop_domain.auth.turned_away import Recollection

LONGEST_MEMORY: Final = timedelta(seconds=1)
"""So long may something be remembered that has been taken back while the Redis could not be told."""
LONGEST_LESSON: Final = timedelta(seconds=1)
"""So long may a transaction take that is to teach something."""
PREFIX: Final = "{shop}:refused:"

# Each key holds "open:<ticket>" once somebody has asked for it, or "full:<until>" once somebody has learnt it.
ASK: Final = """
local answers = {}
for n, key in ipairs(KEYS) do
    local held = redis.call('GET', key)
    if not held then
        held = 'open:' .. ARGV[1]
        redis.call('SET', key, held, 'PX', ARGV[2])
    end
    answers[n] = held
end
return answers
"""
LEARN: Final = """
if redis.call('GET', KEYS[1]) ~= 'open:' .. ARGV[1] then return 0 end
redis.call('SET', KEYS[1], 'full:' .. ARGV[2], 'PX', ARGV[3])
return 1
"""


class RedisRefusals:
    """Asks a Redis; whatever goes wrong with it, nothing is known."""

    def __init__(self, url: str, patience: Patience | None = None) -> None:
        """Connect when first asked."""
        self._redis = Redis.from_url(  # pyright: ignore[reportUnknownMemberType] - its options are not typed
            url,
            protocol=2,
            decode_responses=True,
            socket_timeout=LONGEST_ANSWER,
            socket_connect_timeout=LONGEST_ANSWER,
            retry=Retry(NoBackoff(), 0),
        )
        self._ask, self._learn = self._redis.register_script(ASK), self._redis.register_script(LEARN)
        self._patience = patience or Patience()

    def ask(self, subjects: Sequence[str]) -> Sequence[Recollection]:
        """Recall each subject, and watch it from now on, in one round trip."""
        ticket, lesson = secrets.token_hex(8), _milliseconds(LONGEST_LESSON)
        held = self._try(lambda: self._ask(keys=_keys(subjects), args=[ticket, lesson]))
        return [_recollection(text) for text in held or ()]

    def learn(self, subject: str, until: datetime, *, asked: Recollection, now: datetime) -> None:
        """Remember for at most a second, if nobody made the subject be forgotten since it was asked for."""
        lasts = _milliseconds(min(until - now, LONGEST_MEMORY))
        if lasts > 0:
            self._try(lambda: self._learn(keys=_keys([subject]), args=[asked.ticket, until.isoformat(), lasts]))

    def forget(self, subjects: Sequence[str]) -> None:
        """Drop what is known, and with it the tickets of whoever has asked."""
        self._try(lambda: self._redis.delete(*_keys(subjects)))

    def close(self) -> None:
        """Hang up."""
        self._redis.close()

    def _try(self, question: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever a script answers
        if not self._patience.may_ask():
            return None
        try:
            answer = question()
        except (RedisError, OSError):
            self._patience.failed()
            return None
        self._patience.answered()
        return answer


def _keys(subjects: Sequence[str]) -> list[str]:
    return [f"{PREFIX}{subject}" for subject in subjects]


def _recollection(held: str) -> Recollection:
    kind, _, rest = held.partition(":")
    return Recollection(until=datetime.fromisoformat(rest)) if kind == "full" else Recollection(ticket=rest)


def _milliseconds(time: timedelta) -> int:
    return int(time / timedelta(milliseconds=1))
