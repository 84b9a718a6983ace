"""What the door needs from outside."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Protocol, TypeAlias
from uuid import UUID

from shop_domain.accounts.model import User, UserId
from shop_domain.accounts.ports import AccountNames, OneTimeTokens, SessionGuard, Users
from shop_domain.auth.attempt_limit import AttemptCounter
from shop_domain.auth.attempts import SecurityAttempt, SessionEvent
from shop_domain.auth.blocks import BlockSubject
from shop_domain.auth.login_throttle import LoginCounterKeys, LoginLookup
from shop_domain.auth.model import (
    AccessClaims,
    AuthenticatedUser,
    ClientInfo,
    Session,
    SessionCount,
    SessionEndReason,
    SessionForRefresh,
    SessionForRequest,
    SessionId,
    UserWithSessions,
)
from shop_domain.kernel.ports import Outbox

DeriveFactorSecret: TypeAlias = Callable[[UUID], bytes]
"""Make what an authenticator app counts from, of the id of its enrolment; always the same."""

DescribeDevice: TypeAlias = Callable[[str], str]
"""Say in a few words which device a user agent stands for."""

RecordActivity: TypeAlias = Callable[[SessionId, datetime], None]
"""Note, soon and without holding anybody up, that a session was in use at that time."""


class AccessTokens(Protocol):
    """Signed, short-lived proofs of a session."""

    def issue(self, session: Session) -> str:
        """Make the access token of the session's newest pair; the same one whenever it is asked for."""
        ...

    def read(self, token: str, now: datetime) -> AccessClaims:
        """Check a token's form, signature, issuer and times; raise TokenNotValid."""
        ...

    def belongs_to(self, claims: AccessClaims, generation: int) -> bool:
        """Tell whether the token belongs to this pair of its session."""
        ...


class RefreshTokens(Protocol):
    """The long-lived halves of token pairs; made from a server key, so that none is stored."""

    def issue(self, session_id: SessionId, generation: int) -> str:
        """Make the refresh token of a session's generation; the same one whenever it is asked for."""
        ...

    def read(self, token: str) -> tuple[SessionId, int]:
        """Check that the token is one of ours and say whose it is; raise TokenNotValid."""
        ...


class Sessions(Protocol):
    """Sessions as they change."""

    def add(self, session: Session) -> None:
        """Store a new session."""
        ...

    def lock(self, session_id: SessionId) -> Session | None:
        """Read a session, and keep others from changing it until the transaction ends."""
        ...

    def rotate(self, session: Session) -> None:
        """Store the session's next pair."""
        ...

    def end(self, ids: Iterable[SessionId], reason: SessionEndReason, now: datetime) -> tuple[SessionId, ...]:
        """End those of the sessions that are not over yet, and name them."""
        ...

    def end_all(
        self, user_id: UserId, reason: SessionEndReason, now: datetime, *, keep: SessionId | None
    ) -> tuple[SessionId, ...]:
        """End every session of the user but the one to keep, and name them."""
        ...


class SessionReader(Protocol):
    """Sessions as they are read."""

    def check(self, session_id: SessionId, subject: BlockSubject) -> SessionForRequest | None:
        """Read a session, its user, and whether staff shut the visitor out, in one round trip."""
        ...

    def active_of(self, user_id: UserId, now: datetime) -> tuple[Session, ...]:
        """List the sessions of a user that are not over, the latest activity first."""
        ...

    def count(self, user_id: UserId, now: datetime) -> SessionCount:
        """Count the active sessions of a user, and all that are remembered."""
        ...


class SessionMaintenance(Protocol):
    """What happens to sessions by the way."""

    def record_activity(self, session_id: SessionId, now: datetime) -> None:
        """Note that the session was in use, unless a later time is noted."""
        ...

    def mark_pair_used(self, session_id: SessionId, generation: int) -> None:
        """Note that the pair of this generation was presented."""
        ...

    def expire(self, now: datetime, limit: int) -> tuple[tuple[UserId, SessionId], ...]:
        """End at most this many sessions whose time has passed, and name them with their users."""
        ...

    def purge(self, ended_before: datetime, limit: int) -> int:
        """Forget at most this many sessions that ended before, and count them."""
        ...


class StaleRows(Protocol):
    """Rows that nothing depends on any more."""

    def purge(self, now: datetime, limit: int) -> int:
        """Forget tallies whose windows have passed and links that are long over, at most so many of each; count."""
        ...


class LoginQueries(Protocol):
    """What signing in, and coming back for the next pair, reads: in as few round trips as can be."""

    def look_up(self, email: str, subject: BlockSubject, keys: LoginCounterKeys) -> LoginLookup:
        """Find the account of an address, and hold the tries from its client and at the account, to be counted."""
        ...

    def user_with_sessions(self, user_id: UserId, now: datetime) -> UserWithSessions | None:
        """Read an account with its active sessions as they are now, and hold the account.

        Only under the account's tally: that is what makes the logins of one user follow each other.
        """
        ...

    def session_for_refresh(self, session_id: SessionId, subject: BlockSubject) -> SessionForRefresh | None:
        """Read a session, hold it, and tell whether staff shut the visitor out."""
        ...


class AttemptCounters(Protocol):
    """Tries by key, counted exactly whoever counts at the same time."""

    def lock(self, key: str) -> AttemptCounter:
        """Read a tally, an empty one where none is kept, and hold it."""
        ...

    def save(self, changed: Iterable[AttemptCounter]) -> None:
        """Store tallies that are held."""
        ...

    def confirm(self, keys: Sequence[str], slot_id: str) -> None:
        """Note that a try's outcome is known, and that it counts."""
        ...

    def release(self, keys: Sequence[str], slot_id: str, *, reset: str | None) -> None:
        """Give a try's places back; where a key to clear is named, forget all its tries."""
        ...


class BlockCheck(Protocol):
    """Whom staff have blocked."""

    def is_blocked(self, subject: BlockSubject) -> bool:
        """Tell whether a block that is in force names the client's network."""
        ...


class AttemptLog(Protocol):
    """The log of every try; rows are only ever added."""

    def add(self, attempt: SecurityAttempt) -> None:
        """Write a try down with the transaction."""
        ...

    def add_session_events(self, *activities: SessionEvent) -> None:
        """Write turns of sessions down with the transaction."""
        ...


class AuthTx(Protocol):
    """The part of a transaction that authentication uses."""

    @property
    def users(self) -> Users: ...
    @property
    def account_names(self) -> AccountNames: ...
    @property
    def one_time_tokens(self) -> OneTimeTokens: ...
    @property
    def sessions(self) -> Sessions: ...
    @property
    def session_reader(self) -> SessionReader: ...
    @property
    def session_maintenance(self) -> SessionMaintenance: ...
    @property
    def session_guard(self) -> SessionGuard: ...
    @property
    def login_queries(self) -> LoginQueries: ...
    @property
    def attempt_counters(self) -> AttemptCounters: ...
    @property
    def attempt_log(self) -> AttemptLog: ...
    @property
    def blocks(self) -> BlockCheck: ...
    @property
    def stale_rows(self) -> StaleRows: ...
    @property
    def outbox(self) -> Outbox: ...


ConfirmPassword: TypeAlias = Callable[[AuthenticatedUser, str, ClientInfo], User]
"""Compare the caller's password once more, and give the account; raise WrongCurrentPassword or TooManyLogins."""
