"""What a login reads, in memory."""

from datetime import datetime

from shop_adapters.memory.accounts.users import MemoryUsers
from shop_adapters.memory.auth.attempt_counters import MemoryAttemptCounters
from shop_adapters.memory.auth.session_reader import MemorySessionReader
from shop_adapters.memory.auth.tables import MemoryAuthTables
from shop_adapters.memory.engine.repository import MemoryRepository
from shop_domain.accounts.model import UserId
from shop_domain.auth.blocks import BlockSubject
from shop_domain.auth.login_throttle import LoginCounterKeys, LoginCounters, LoginLookup
from shop_domain.auth.model import SessionForRefresh, SessionId, UserWithSessions


class MemoryLoginQueries(MemoryRepository[MemoryAuthTables]):
    """What signing in, and coming back for the next pair, reads."""

    def look_up(self, email: str, subject: BlockSubject, keys: LoginCounterKeys) -> LoginLookup:
        user, tallies = MemoryUsers(self._tables).by_email(email), MemoryAttemptCounters(self._tables)
        key = keys.unknown_email if user is None else f"{keys.user_prefix}{user.id}"
        return LoginLookup(
            user=user,
            counters=LoginCounters(
                by_ip=tallies.lock(keys.ip), by_user=tallies.lock(key), is_unknown_email=user is None
            ),
            is_blocked=self._tables.is_blocked(subject),
        )

    def user_with_sessions(self, user_id: UserId, now: datetime) -> UserWithSessions | None:
        user = self._tables.users.get(user_id)
        return user and UserWithSessions(user=user, sessions=MemorySessionReader(self._tables).active_of(user_id, now))

    def session_for_refresh(self, session_id: SessionId, subject: BlockSubject) -> SessionForRefresh | None:
        session = self._tables.sessions.get(session_id)
        return session and SessionForRefresh(session=session, is_blocked=self._tables.is_blocked(subject))
