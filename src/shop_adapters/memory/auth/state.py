"""What the door remembers."""

from uuid import UUID

from shop_adapters.memory.tables import MemoryTable, Undo
from shop_domain.accounts.model import User, UserId
from shop_domain.accounts.one_time_token import OneTimeToken, TokenId
from shop_domain.auth.attempt_limit import Tally
from shop_domain.auth.attempts import Activity, AttemptId, SecurityAttempt
from shop_domain.auth.audit_chain import Log, Seal
from shop_domain.auth.blocks import Block, BlockId, Visitor
from shop_domain.auth.model import Session, SessionId
from shop_domain.auth.staff_actions import StaffAction, StaffActionId


class MemoryDoor:
    """The door's tables."""

    def __init__(self, undo: Undo) -> None:
        """Start empty."""
        self.users = MemoryTable[UserId, User](undo)
        self.one_time_tokens = MemoryTable[TokenId, OneTimeToken](undo)
        self.sessions = MemoryTable[SessionId, Session](undo)
        self.tallies = MemoryTable[str, Tally](undo)
        self.attempts = MemoryTable[AttemptId, SecurityAttempt](undo)
        self.activities = MemoryTable[UUID, Activity](undo)
        self.blocks = MemoryTable[BlockId, Block](undo)
        self.staff_actions = MemoryTable[StaffActionId, StaffAction](undo)
        self.seals = MemoryTable[Log, tuple[Seal, ...]](undo)

    def shuts_out(self, visitor: Visitor) -> bool:
        """Tell whether a block that is in force names the visitor's network."""
        return any(
            block.subject in visitor.subjects
            and block.lifted_at is None
            and (block.until is None or block.until > visitor.now)
            for block in self.blocks
        )
