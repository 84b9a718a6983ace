"""Staff shut somebody out, and let them in again."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from shop_domain.accounts.model import UserId
from shop_domain.auth.blocks import Block, BlockId, ip_subject, user_subject, visitor
from shop_domain.auth.errors import BlockNotFound, CannotChangeSelf, CannotShutOutSelf
from shop_domain.auth.model import ClientInfo, SessionEnd, SignedIn
from shop_domain.auth.ports import AuthTx
from shop_domain.auth.service.journal import Journal
from shop_domain.auth.staff_permissions import Permission, require
from shop_domain.kernel.errors import InvalidFields
from shop_domain.kernel.paging import Page, PageRequest
from shop_domain.kernel.ports import Begin, Clock, NewId
from shop_domain.kernel.retry import retried

FOR_GOOD: Final = datetime(9999, 1, 1, tzinfo=UTC)


class BlockingService:
    """Keeps networks and accounts out, for a time or for good."""

    def __init__(
        self, *, begin: Begin[AuthTx], read: Begin[AuthTx], clock: Clock, new_id: NewId, journal: Journal
    ) -> None:
        """Keep blocks in this storage."""
        self._begin, self._read, self._clock, self._new_id, self._journal = begin, read, clock, new_id, journal

    def list(self, caller: SignedIn, page: PageRequest, *, in_force: bool) -> Page[Block]:
        """List blocks, the newest first; raise NotPermitted."""
        require(caller, Permission.SECURITY)
        with self._read() as tx:
            return tx.blocks.list(page, in_force_at=self._clock() if in_force else None)

    @retried
    def block_network(
        self, caller: SignedIn, network: str, reason: str, until: datetime | None, client: ClientInfo
    ) -> Block:
        """Shut an address or network out; raise CannotShutOutSelf, InvalidFields or NotPermitted."""
        subject = ip_subject(network)
        if subject is None:
            sizes = "an IP address, or a network of /24 or /16 (IPv6: /64 or /48)"
            raise InvalidFields({"ip": [f"Enter {sizes}."]})
        if subject in visitor(client, self._clock()).subjects:
            raise CannotShutOutSelf
        block = self._block(caller, subject, reason, until)
        with self._begin() as tx:
            require(tx.staff_guard.confirm(caller), Permission.SECURITY)
            self._add(tx, caller, block, client)
        return block

    @retried
    def block_user(
        self, caller: SignedIn, user_id: UserId, reason: str, until: datetime | None, client: ClientInfo
    ) -> Block:
        """Shut an account out and end its sessions; raise CannotChangeSelf, InvalidFields or NotPermitted."""
        if user_id == caller.user_id:
            raise CannotChangeSelf
        block, now = self._block(caller, user_subject(user_id), reason, until), self._clock()
        with self._begin() as tx:
            require(tx.staff_guard.confirm(caller, user_id), Permission.SECURITY)
            user = tx.users.lock(user_id)
            if user is None:
                raise InvalidFields({"user_id": ["There is no such user."]})
            tx.users.save(replace(user, blocked_until=until or FOR_GOOD))
            ended = tx.sessions.end_all(user_id, SessionEnd.ENDED_BY_STAFF, now, keep=None)
            tx.attempts.note(*self._journal.turns(SessionEnd.ENDED_BY_STAFF, ended, user_id, client, now))
            self._add(tx, caller, block, client)
        return block

    @retried
    def lift(self, caller: SignedIn, block_id: BlockId, client: ClientInfo) -> None:
        """Let somebody in again; raise BlockNotFound or NotPermitted."""
        now = self._clock()
        with self._begin() as tx:
            require(tx.staff_guard.confirm(caller), Permission.SECURITY)
            block = tx.blocks.lift(block_id, caller.user_id, now)
            if block is None:
                raise BlockNotFound
            self._let_in(tx, block)
            action = self._journal.staff_action(caller, "lift_block", block.subject, {}, client, now)
            tx.staff_actions.add(action)

    def _let_in(self, tx: AuthTx, block: Block) -> None:
        kind, _, name = block.subject.partition(":")
        if kind == "user":
            user = tx.users.lock(UserId(UUID(name)))
            if user is not None:
                tx.users.save(replace(user, blocked_until=None))

    def _block(self, caller: SignedIn, subject: str, reason: str, until: datetime | None) -> Block:
        now = self._clock()
        if until is not None and until <= now:
            raise InvalidFields({"until": ["This moment has passed already."]})
        return Block(
            id=BlockId(self._new_id()),
            subject=subject,
            reason=reason,
            until=until,
            created_at=now,
            created_by=caller.user_id,
        )

    def _add(self, tx: AuthTx, caller: SignedIn, block: Block, client: ClientInfo) -> None:
        tx.blocks.add(block)
        details = {"reason": block.reason, "until": block.until.isoformat() if block.until else ""}
        tx.staff_actions.add(
            self._journal.staff_action(caller, "block", block.subject, details, client, block.created_at)
        )
