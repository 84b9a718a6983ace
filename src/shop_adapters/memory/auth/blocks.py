"""Blocks in memory."""

from datetime import datetime

from msgspec.structs import replace

from shop_adapters.memory.auth.tables import MemoryAuthTables
from shop_adapters.memory.engine.newest_first import newest_first
from shop_adapters.memory.engine.repository import MemoryRepository
from shop_domain.accounts.model import UserId
from shop_domain.auth.blocks import Block, BlockId, BlockSubject, is_in_force
from shop_domain.kernel.paging import Page, PageRequest


class MemoryBlocks(MemoryRepository[MemoryAuthTables]):
    """Whom staff have shut out."""

    def is_blocked(self, subject: BlockSubject) -> bool:
        return self._tables.is_blocked(subject)

    def add(self, block: Block) -> None:
        self._tables.blocks.put(block.id, block)

    def in_force(self, block_key: str, now: datetime) -> tuple[Block, ...]:
        return tuple(block for block in self._tables.blocks if block.subject == block_key and is_in_force(block, now))

    def lift(self, block_id: BlockId, staff_id: UserId, now: datetime) -> Block | None:
        block = self._tables.blocks.get(block_id)
        if block is None or not is_in_force(block, now):
            return None
        lifted = replace(block, lifted_at=now, lifted_by=staff_id)
        self._tables.blocks.put(block_id, lifted)
        return lifted

    def list(self, page: PageRequest, *, in_force_at: datetime | None) -> Page[Block]:
        wanted = [block for block in self._tables.blocks if in_force_at is None or is_in_force(block, in_force_at)]
        return newest_first(wanted, page, lambda block: block.id)
