"""What the door needs from outside."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Protocol, TypeAlias
from uuid import UUID

from shop_domain.accounts.model import User, UserId
from shop_domain.accounts.ports import Names, OneTimeTokens, SessionGuard, Users
from shop_domain.auth.attempt_limit import Tally
from shop_domain.auth.attempts import SecurityAttempt
from shop_domain.auth.blocks import Block, BlockId, Visitor
from shop_domain.auth.login_throttle import LoginKeys, LoginLookup
from shop_domain.auth.model import (
    AccessClaims,
    Account,
    Checked,
    Returning,
    Session,
    SessionCount,
    SessionEnd,
    SessionId,
)
from shop_domain.auth.ports.guards import Administrators, StaffGuard
from shop_domain.auth.ports.logs import Attempts, AuditTrail, StaffActions
from shop_domain.auth.staff_actions import StaffAction, StaffActionFilter
from shop_domain.auth.watch import AttemptFilter, DoorStats, SessionFilter, UserFilter
from shop_domain.kernel.paging import Page, PageRequest
from shop_domain.kernel.ports import Outbox

Pause: TypeAlias = Callable[[float], None]
"""Wait for this many seconds."""

FactorSecret: TypeAlias = Callable[[UUID], bytes]
"""Make what an authenticator app counts from, of the id of its enrolment; always the same."""

DeviceName: TypeAlias = Callable[[str], str]
"""Say in a few words which device a user agent stands for."""

NoteActivity: TypeAlias = Callable[[SessionId, datetime], None]
"""Note, soon and without holding anybody up, that a session was in use at that time."""


class AccessTokens(Protocol):
    """Signed, short-lived proofs of a session."""

    def issue(self, session: Session) -> str:
        """Make the access token of the session's newest pair; the same one whenever it is asked for."""
        ...

    def read(self, token: str, now: datetime) -> AccessClaims:
        """Check a token's form, signature, issuer and times; raise TokenNotValid."""
        ...

    def is_of(self, claims: AccessClaims, generation: int) -> bool:
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

    def end(self, ids: Iterable[SessionId], reason: SessionEnd, now: datetime) -> tuple[SessionId, ...]:
        """End those of the sessions that are not over yet, and name them."""
        ...

    def end_all(
        self, user_id: UserId, reason: SessionEnd, now: datetime, *, keep: SessionId | None
    ) -> tuple[SessionId, ...]:
        """End every session of the user but the one to keep, and name them."""
        ...


class SessionList(Protocol):
    """Sessions as they are read."""

    def check(self, session_id: SessionId, visitor: Visitor) -> Checked | None:
        """Read a session, its user, and whether staff shut the visitor out, in one round trip."""
        ...

    def active_of(self, user_id: UserId, now: datetime) -> tuple[Session, ...]:
        """List the sessions of a user that are not over, the latest activity first."""
        ...

    def count(self, user_id: UserId, now: datetime) -> SessionCount:
        """Count the active sessions of a user, and all that are remembered."""
        ...


class SessionUpkeep(Protocol):
    """What happens to sessions by the way."""

    def note_activity(self, session_id: SessionId, now: datetime) -> None:
        """Note that the session was in use, unless a later time is noted."""
        ...

    def note_pair_used(self, session_id: SessionId, generation: int) -> None:
        """Note that the pair of this generation was presented."""
        ...

    def expire(self, now: datetime, limit: int) -> tuple[tuple[UserId, SessionId], ...]:
        """End at most this many sessions whose time has passed, and name them with their users."""
        ...

    def purge(self, ended_before: datetime, limit: int) -> int:
        """Forget at most this many sessions that ended before, and count them."""
        ...


class Leftovers(Protocol):
    """Rows that nothing depends on any more."""

    def purge(self, now: datetime, limit: int) -> int:
        """Forget tallies whose windows have passed and links that are long over, at most so many of each; count."""
        ...


class SignIns(Protocol):
    """What signing in, and coming back for the next pair, reads: in as few round trips as can be."""

    def look_up(self, email: str, visitor: Visitor, keys: LoginKeys) -> LoginLookup:
        """Find the account of an address, and hold the tries from its client and at the account, to be counted."""
        ...

    def account(self, user_id: UserId, now: datetime) -> Account | None:
        """Read an account with its active sessions as they are now, and hold the account.

        Only under the account's tally: that is what makes the logins of one user follow each other.
        """
        ...

    def returning(self, session_id: SessionId, visitor: Visitor) -> Returning | None:
        """Read a session, hold it, and tell whether staff shut the visitor out."""
        ...


class Tallies(Protocol):
    """Tries by key, counted exactly whoever counts at the same time."""

    def lock(self, key: str) -> Tally:
        """Read a tally, an empty one where none is kept, and hold it."""
        ...

    def put(self, changed: Iterable[Tally]) -> None:
        """Store tallies that are held."""
        ...

    def judge(self, keys: Sequence[str], hold: str) -> None:
        """Note that a try's outcome is known, and that it counts."""
        ...

    def release(self, keys: Sequence[str], hold: str, *, clear: str | None) -> None:
        """Give a try's places back; where a key to clear is named, forget all its tries."""
        ...


class Blocks(Protocol):
    """Whom staff have shut out."""

    def shuts_out(self, visitor: Visitor) -> bool:
        """Tell whether a block that is in force names the visitor's network."""
        ...

    def add(self, block: Block) -> None:
        """Shut somebody out, beside whatever blocks there are."""
        ...

    def on(self, subject: str, now: datetime) -> tuple[Block, ...]:
        """Give the blocks of a subject that are in force."""
        ...

    def lift(self, block_id: BlockId, staff_id: UserId, now: datetime) -> Block | None:
        """Let somebody in again, and give the block that was lifted; None where none was in force."""
        ...

    def list(self, page: PageRequest, *, in_force_at: datetime | None) -> Page[Block]:
        """List blocks, the newest first; only those in force at a moment, where one is given."""
        ...


class Watch(Protocol):
    """What staff see of the door; lists begin with the newest."""

    def attempts(self, wanted: AttemptFilter, page: PageRequest) -> Page[SecurityAttempt]:
        """List tries, with the account's present address where there is an account."""
        ...

    def sessions(self, wanted: SessionFilter, page: PageRequest) -> Page[Session]:
        """List sessions."""
        ...

    def users(self, wanted: UserFilter, page: PageRequest) -> Page[User]:
        """List accounts."""
        ...

    def staff_actions(self, wanted: StaffActionFilter, page: PageRequest) -> Page[StaffAction]:
        """List what staff did."""
        ...

    def stats(self, since: datetime, now: datetime) -> DoorStats:
        """Count what happened since a moment."""
        ...


class AuthTx(Protocol):
    """The part of a transaction that the door uses."""

    @property
    def users(self) -> Users: ...
    @property
    def names(self) -> Names: ...
    @property
    def one_time_tokens(self) -> OneTimeTokens: ...
    @property
    def sessions(self) -> Sessions: ...
    @property
    def session_list(self) -> SessionList: ...
    @property
    def session_upkeep(self) -> SessionUpkeep: ...
    @property
    def session_guard(self) -> SessionGuard: ...
    @property
    def staff_guard(self) -> StaffGuard: ...
    @property
    def administrators(self) -> Administrators: ...
    @property
    def sign_ins(self) -> SignIns: ...
    @property
    def tallies(self) -> Tallies: ...
    @property
    def attempts(self) -> Attempts: ...
    @property
    def blocks(self) -> Blocks: ...
    @property
    def watch(self) -> Watch: ...
    @property
    def staff_actions(self) -> StaffActions: ...
    @property
    def audit_trail(self) -> AuditTrail: ...
    @property
    def leftovers(self) -> Leftovers: ...
    @property
    def outbox(self) -> Outbox: ...
