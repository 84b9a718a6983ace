"""Staff shut somebody out, and let them in again."""

from datetime import datetime

from msgspec.structs import replace

from shop_domain.accounts.model import UserId, user_reference
from shop_domain.auth.blocks import (
    Block,
    BlockId,
    block_subject,
    blocked_until,
    blocked_user,
    network_block_key,
)
from shop_domain.auth.model import AuthenticatedUser, ClientInfo, SessionEndReason
from shop_domain.auth.security_log import SecurityLog
from shop_domain.kernel.errors import InvalidFields
from shop_domain.kernel.paging import Page, PageRequest
from shop_domain.kernel.ports import Begin, Clock, NewId
from shop_domain.kernel.retry import retry_on_storage_busy
from shop_domain.staff.audit_log import audit_log_entry
from shop_domain.staff.errors import BlockNotFound, CannotBlockOwnNetwork, CannotChangeSelf
from shop_domain.staff.permissions import Permission, require_permission
from shop_domain.staff.ports import StaffTx


class BlockingService:
    """Keeps networks and accounts out, for a time or for good."""

    def __init__(
        self, *, begin: Begin[StaffTx], read: Begin[StaffTx], clock: Clock, new_id: NewId, security_log: SecurityLog
    ) -> None:
        self._begin = begin
        self._read = read
        self._clock = clock
        self._new_id = new_id
        self._security_log = security_log

    def list(self, caller: AuthenticatedUser, page: PageRequest, *, in_force: bool) -> Page[Block]:
        """List blocks, the newest first; raise NotPermitted."""
        require_permission(caller, Permission.SECURITY)
        with self._read() as tx:
            return tx.blocks.list(page, in_force_at=self._clock() if in_force else None)

    @retry_on_storage_busy
    def block_network(
        self, caller: AuthenticatedUser, network: str, reason: str, until: datetime | None, client: ClientInfo
    ) -> Block:
        """Shut an address or network out; raise CannotShutOutSelf, InvalidFields or NotPermitted."""
        subject = network_block_key(network)
        if subject is None:
            sizes = "an IP address, or a network of /24 or /16 (IPv6: /64 or /48)"
            raise InvalidFields({"ip": [f"Enter {sizes}."]})
        if subject in block_subject(client, self._clock()).block_keys:
            raise CannotBlockOwnNetwork
        block = self._new_block(caller, subject, reason, until)
        with self._begin() as tx:
            require_permission(tx.staff_guard.confirm(caller), Permission.SECURITY)
            self._add(tx, caller, block, client)
        return block

    @retry_on_storage_busy
    def block_user(
        self, caller: AuthenticatedUser, user_id: UserId, reason: str, until: datetime | None, client: ClientInfo
    ) -> Block:
        """Shut an account out and end its sessions; raise CannotChangeSelf, InvalidFields or NotPermitted."""
        if user_id == caller.user_id:
            raise CannotChangeSelf
        block, now = self._new_block(caller, user_reference(user_id), reason, until), self._clock()
        with self._begin() as tx:
            require_permission(tx.staff_guard.confirm(caller, user_id), Permission.SECURITY)
            user = tx.users.lock(user_id)
            if user is None:
                raise InvalidFields({"user_id": ["There is no such user."]})
            self._add(tx, caller, block, client)
            tx.users.save(replace(user, blocked_until=blocked_until(tx.blocks.in_force(block.subject, now))))
            ended = tx.sessions.end_all(user_id, SessionEndReason.ENDED_BY_STAFF, now, keep=None)
            tx.attempt_log.add_session_events(
                *self._security_log.new_session_events(SessionEndReason.ENDED_BY_STAFF, ended, user_id, client, now)
            )
        return block

    @retry_on_storage_busy
    def lift(self, caller: AuthenticatedUser, block_id: BlockId, client: ClientInfo) -> None:
        """Take a block away, which lets somebody in again unless there is another.

        Raises BlockNotFound or NotPermitted. The block is held before the accounts: it says whose they are.
        """
        now = self._clock()
        with self._begin() as tx:
            block = tx.blocks.lift(block_id, caller.user_id, now)
            user_id = blocked_user(block) if block else None
            require_permission(tx.staff_guard.confirm(caller, *([user_id] if user_id else [])), Permission.SECURITY)
            if block is None:
                raise BlockNotFound
            user = tx.users.lock(user_id) if user_id else None
            if user is not None:
                tx.users.save(replace(user, blocked_until=blocked_until(tx.blocks.in_force(block.subject, now))))
            action = audit_log_entry(self._new_id(), caller, "lift_block", block.subject, {}, client, now)
            tx.audit_log.add(action)

    def _new_block(self, caller: AuthenticatedUser, subject: str, reason: str, until: datetime | None) -> Block:
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

    def _add(self, tx: StaffTx, caller: AuthenticatedUser, block: Block, client: ClientInfo) -> None:
        tx.blocks.add(block)
        details = {"reason": block.reason, "until": block.until.isoformat() if block.until else ""}
        tx.audit_log.add(
            audit_log_entry(self._new_id(), caller, "block", block.subject, details, client, block.created_at)
        )
