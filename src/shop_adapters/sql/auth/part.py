"""The door's part of a transaction."""

from shop_adapters.sql.accounts.one_time_tokens import SqlOneTimeTokens
from shop_adapters.sql.accounts.users import SqlNames, SqlUsers
from shop_adapters.sql.auth.attempts import SqlAttempts
from shop_adapters.sql.auth.audit_trail import SqlAuditTrail
from shop_adapters.sql.auth.blocks import SqlBlocks
from shop_adapters.sql.auth.guards import SqlAdministrators, SqlSessionGuard, SqlStaffGuard
from shop_adapters.sql.auth.session_list import SqlSessionList
from shop_adapters.sql.auth.session_upkeep import SqlLeftovers, SqlSessionUpkeep
from shop_adapters.sql.auth.sessions import SqlSessions
from shop_adapters.sql.auth.sign_ins import SqlSignIns
from shop_adapters.sql.auth.staff_actions import SqlStaffActions
from shop_adapters.sql.auth.tallies import SqlTallies
from shop_adapters.sql.auth.watch import SqlWatch
from shop_adapters.sql.database import Database


class SqlAuthPart:
    """Accounts, sessions, and the watch over both."""

    def __init__(self, database: Database) -> None:
        """Speak through this database conversation."""
        self._database = database

    @property
    def users(self) -> SqlUsers:
        """Accounts by id and by address."""
        return SqlUsers(self._database)

    @property
    def names(self) -> SqlNames:
        """Which names are gone."""
        return SqlNames(self._database)

    @property
    def one_time_tokens(self) -> SqlOneTimeTokens:
        """Links that are mailed."""
        return SqlOneTimeTokens(self._database)

    @property
    def sessions(self) -> SqlSessions:
        """Sessions as they change."""
        return SqlSessions(self._database)

    @property
    def session_list(self) -> SqlSessionList:
        """Sessions as they are read."""
        return SqlSessionList(self._database)

    @property
    def session_upkeep(self) -> SqlSessionUpkeep:
        """What happens to sessions by the way."""
        return SqlSessionUpkeep(self._database)

    @property
    def session_guard(self) -> SqlSessionGuard:
        """Holds a session for a write that needs it."""
        return SqlSessionGuard(self._database)

    @property
    def staff_guard(self) -> SqlStaffGuard:
        """Holds a member of staff for what they change."""
        return SqlStaffGuard(self._database)

    @property
    def administrators(self) -> SqlAdministrators:
        """Who can let others in."""
        return SqlAdministrators(self._database)

    @property
    def sign_ins(self) -> SqlSignIns:
        """What signing in reads."""
        return SqlSignIns(self._database)

    @property
    def tallies(self) -> SqlTallies:
        """Tries by key."""
        return SqlTallies(self._database)

    @property
    def attempts(self) -> SqlAttempts:
        """The log of every try."""
        return SqlAttempts(self._database)

    @property
    def blocks(self) -> SqlBlocks:
        """Whom staff have shut out."""
        return SqlBlocks(self._database)

    @property
    def leftovers(self) -> SqlLeftovers:
        """Rows that nothing depends on any more."""
        return SqlLeftovers(self._database)

    @property
    def watch(self) -> SqlWatch:
        """What staff see of the door."""
        return SqlWatch(self._database)

    @property
    def staff_actions(self) -> SqlStaffActions:
        """The log of what staff did."""
        return SqlStaffActions(self._database)

    @property
    def audit_trail(self) -> SqlAuditTrail:
        """The seals of the logs."""
        return SqlAuditTrail(self._database)
