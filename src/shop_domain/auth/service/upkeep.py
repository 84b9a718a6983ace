"""What has to be done about sessions and old rows, whoever comes by."""

from collections import defaultdict
from typing import Final

from shop_domain.accounts.model import UserId
from shop_domain.auth.model import ClientInfo, SessionEnd, SessionId
from shop_domain.auth.ports import AuthTx
from shop_domain.auth.service.journal import Journal
from shop_domain.auth.session_policy import SessionPolicy
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retried

AT_ONCE: Final = 500
NOBODY: Final = ClientInfo(ip_address="")


class UpkeepService:
    """Ends what has run out, and forgets what is old; run as often as you like."""

    def __init__(self, *, begin: Begin[AuthTx], clock: Clock, policy: SessionPolicy, journal: Journal) -> None:
        """Tidy this storage."""
        self._begin, self._clock, self._policy, self._journal = begin, clock, policy, journal

    def clean_up(self) -> int:
        """End expired sessions, forget those that ended long ago and other spent rows; count what was forgotten."""
        while self._expire() == AT_ONCE:
            pass
        forgotten = count = self._purge()
        while count >= AT_ONCE:
            count = self._purge()
            forgotten += count
        return forgotten

    @retried
    def _expire(self) -> int:
        now, by_user = self._clock(), defaultdict[UserId, list[SessionId]](list)
        with self._begin() as tx:
            expired = tx.session_upkeep.expire(now, AT_ONCE)
            for user_id, session_id in expired:
                by_user[user_id].append(session_id)
            for user_id, sessions in by_user.items():
                tx.attempts.note(*self._journal.turns(SessionEnd.EXPIRED, sessions, user_id, NOBODY, now))
        return len(expired)

    @retried
    def _purge(self) -> int:
        now = self._clock()
        with self._begin() as tx:
            sessions = tx.session_upkeep.purge(now - self._policy.lifetime, AT_ONCE)
            return sessions + tx.leftovers.purge(now, AT_ONCE)
