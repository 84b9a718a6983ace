"""Staff shut somebody out, and let them in again."""

from datetime import datetime

from msgspec.structs import replace

from shop_domain.accounts.model import UserId
from shop_domain.auth.blocks import Block, BlockId, ip_subject, kept_out_until, user_of, user_subject, visitor
from shop_domain.auth.errors import BlockNotFound, CannotChangeSelf, CannotShutOutSelf
from shop_domain.auth.model import ClientInfo, SessionEnd, SignedIn
from shop_domain.auth.ports import AuthTx
from shop_domain.auth.service.journal import Journal
from shop_domain.auth.staff_permissions import Permission, require
from shop_domain.kernel.errors import InvalidFields
from shop_domain.kernel.paging import Page, PageRequest
from shop_domain.kernel.ports import Begin, Clock, NewId
from shop_domain.kernel.retry import retried


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
            self._add(tx, caller, block, client)
            tx.users.save(replace(user, blocked_until=kept_out_until(tx.blocks.on(block.subject, now))))
            ended = tx.sessions.end_all(user_id, SessionEnd.ENDED_BY_STAFF, now, keep=None)
            tx.attempts.note(*self._journal.turns(SessionEnd.ENDED_BY_STAFF, ended, user_id, client, now))
        return block

    @retried
    def lift(self, caller: SignedIn, block_id: BlockId, client: ClientInfo) -> None:
        """Take a block away, which lets somebody in again unless there is another.

        Raises BlockNotFound or NotPermitted. The block is held before the accounts: it says whose they are.
        """
        now = self._clock()
        with self._begin() as tx:
            block = tx.blocks.lift(block_id, caller.user_id, now)
            user_id = user_of(block) if block else None
            require(tx.staff_guard.confirm(caller, *([user_id] if user_id else [])), Permission.SECURITY)
            if block is None:
                raise BlockNotFound
            user = tx.users.lock(user_id) if user_id else None
            if user is not None:
                tx.users.save(replace(user, blocked_until=kept_out_until(tx.blocks.on(block.subject, now))))
            action = self._journal.staff_action(caller, "lift_block", block.subject, {}, client, now)
            tx.staff_actions.add(action)

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
