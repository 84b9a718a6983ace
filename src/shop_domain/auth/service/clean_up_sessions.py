"""What has to be done about sessions and old rows, whoever comes by."""

from collections import defaultdict
from typing import Final

from shop_domain.accounts.model import UserId
from shop_domain.auth.model import ClientInfo, SessionEndReason, SessionId
from shop_domain.auth.ports import AuthTx
from shop_domain.auth.security_log import SecurityLog
from shop_domain.auth.session_policy import SessionPolicy
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retry_on_storage_busy

BATCH_SIZE: Final = 500
NO_CLIENT: Final = ClientInfo(ip_address="")


class SessionCleanupService:
    """Ends what has run out, and forgets what is old; run as often as you like."""

    def __init__(self, *, begin: Begin[AuthTx], clock: Clock, policy: SessionPolicy, security_log: SecurityLog) -> None:
        self._begin, self._clock, self._policy, self._security_log = begin, clock, policy, security_log

    def clean_up(self) -> int:
        """End expired sessions, forget those that ended long ago and other spent rows; count what was forgotten."""
        while self._expire() == BATCH_SIZE:
            pass
        forgotten = count = self._purge()
        while count >= BATCH_SIZE:
            count = self._purge()
            forgotten += count
        return forgotten

    @retry_on_storage_busy
    def _expire(self) -> int:
        now, by_user = self._clock(), defaultdict[UserId, list[SessionId]](list)
        with self._begin() as tx:
            expired = tx.session_maintenance.expire(now, BATCH_SIZE)
            for user_id, session_id in expired:
                by_user[user_id].append(session_id)
            for user_id, sessions in by_user.items():
                tx.attempt_log.add_session_events(
                    *self._security_log.new_session_events(SessionEndReason.EXPIRED, sessions, user_id, NO_CLIENT, now)
                )
        return len(expired)

    @retry_on_storage_busy
    def _purge(self) -> int:
        now = self._clock()
        with self._begin() as tx:
            sessions = tx.session_maintenance.purge(now - self._policy.lifetime, BATCH_SIZE)
            return sessions + tx.stale_rows.purge(now, BATCH_SIZE)
