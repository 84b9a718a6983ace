"""The door's part of a transaction."""

from shop_adapters.memory.auth.accounts import MemoryNames, MemoryOneTimeTokens, MemoryUsers
from shop_adapters.memory.auth.guards import MemoryAdministrators, MemorySessionGuard, MemoryStaffGuard
from shop_adapters.memory.auth.sessions import MemorySessionList, MemorySessions, MemorySessionUpkeep
from shop_adapters.memory.auth.state import MemoryDoor
from shop_adapters.memory.auth.tallies import MemoryAttempts, MemoryLeftovers, MemorySignIns, MemoryTallies
from shop_adapters.memory.auth.watch import MemoryAuditTrail, MemoryBlocks, MemoryStaffActions, MemoryWatch


class MemoryAuthPart:
    """Accounts, sessions, and the watch over both."""

    def __init__(self, door: MemoryDoor) -> None:
        """Work on these tables."""
        self._door = door

    @property
    def users(self) -> MemoryUsers:
        """Accounts by id and by address."""
        return MemoryUsers(self._door)

    @property
    def names(self) -> MemoryNames:
        """Which names are gone."""
        return MemoryNames(self._door)

    @property
    def one_time_tokens(self) -> MemoryOneTimeTokens:
        """Links that are mailed."""
        return MemoryOneTimeTokens(self._door)

    @property
    def sessions(self) -> MemorySessions:
        """Sessions as they change."""
        return MemorySessions(self._door)

    @property
    def session_list(self) -> MemorySessionList:
        """Sessions as they are read."""
        return MemorySessionList(self._door)

    @property
    def session_upkeep(self) -> MemorySessionUpkeep:
        """What happens to sessions by the way."""
        return MemorySessionUpkeep(self._door)

    @property
    def session_guard(self) -> MemorySessionGuard:
        """Holds a session for a write that needs it."""
        return MemorySessionGuard(self._door)

    @property
    def staff_guard(self) -> MemoryStaffGuard:
        """Holds a member of staff for what they change."""
        return MemoryStaffGuard(self._door)

    @property
    def administrators(self) -> MemoryAdministrators:
        """Who can let others in."""
        return MemoryAdministrators(self._door)

    @property
    def sign_ins(self) -> MemorySignIns:
        """What signing in reads."""
        return MemorySignIns(self._door)

    @property
    def tallies(self) -> MemoryTallies:
        """Tries by key."""
        return MemoryTallies(self._door)

    @property
    def attempts(self) -> MemoryAttempts:
        """The log of every try."""
        return MemoryAttempts(self._door)

    @property
    def blocks(self) -> MemoryBlocks:
        """Whom staff have shut out."""
        return MemoryBlocks(self._door)

    @property
    def leftovers(self) -> MemoryLeftovers:
        """Rows that nothing depends on any more."""
        return MemoryLeftovers(self._door)

    @property
    def watch(self) -> MemoryWatch:
        """What staff see of the door."""
        return MemoryWatch(self._door)

    @property
    def staff_actions(self) -> MemoryStaffActions:
        """The log of what staff did."""
        return MemoryStaffActions(self._door)

    @property
    def audit_trail(self) -> MemoryAuditTrail:
        """The seals of the logs."""
        return MemoryAuditTrail(self._door)
