"""What is remembered of sessions and attempts."""

from uuid import UUID

from shop_adapters.memory.accounts.tables import MemoryAccountTables
from shop_adapters.memory.engine.tables import MemoryTable, Undo
from shop_domain.auth.attempt_limit import AttemptCounter
from shop_domain.auth.attempts import AttemptId, SecurityAttempt, SessionEvent
from shop_domain.auth.blocks import Block, BlockId, BlockSubject, is_in_force
from shop_domain.auth.model import Session, SessionId


class MemoryAuthTables(MemoryAccountTables):
    """The tables of authentication."""

    def __init__(self, undo: Undo) -> None:
        super().__init__(undo)
        self.sessions = MemoryTable[SessionId, Session](undo)
        self.attempt_counters = MemoryTable[str, AttemptCounter](undo)
        self.attempts = MemoryTable[AttemptId, SecurityAttempt](undo)
        self.session_events = MemoryTable[UUID, SessionEvent](undo)
        self.blocks = MemoryTable[BlockId, Block](undo)

    def is_blocked(self, subject: BlockSubject) -> bool:
        return any(block.subject in subject.block_keys and is_in_force(block, subject.now) for block in self.blocks)
