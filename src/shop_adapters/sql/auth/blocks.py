"""Whom staff have shut out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import bindparam, insert, or_, select, update

from shop_adapters.sql.auth.newest_first import NewestFirst
from shop_adapters.sql.auth.session_list import IS_SHUT_OUT, named
from shop_adapters.sql.auth.tables import security_blocks as blocks
from shop_adapters.sql.database import Database
from shop_adapters.sql.failures import Violation
from shop_domain.accounts.model import UserId
from shop_domain.auth.blocks import Block, BlockId, Visitor
from shop_domain.kernel.errors import ConcurrentUpdate
from shop_domain.kernel.paging import Page, PageRequest

_FIELDS: Final = tuple(field.name for field in msgspec.structs.fields(Block))
_COLUMNS: Final = tuple(blocks.c[name] for name in _FIELDS)
_SHUT_OUT: Final = select(IS_SHUT_OUT)
_INSERT: Final = insert(blocks)
_IN_FORCE: Final = (blocks.c.lifted_at.is_(None), or_(blocks.c.until.is_(None), blocks.c.until > bindparam("now")))
_LIFT: Final = (
    update(blocks).where(blocks.c.lifted_at.is_(None)).values(lifted_at=bindparam("now"), lifted_by=bindparam("by"))
)
_LIFT_ONE: Final = _LIFT.where(blocks.c.id == bindparam("own_id"), *_IN_FORCE).returning(*_COLUMNS)
_GIVE_WAY: Final = _LIFT.where(blocks.c.subject == bindparam("of_subject"))


def _block(row: Sequence[Any]) -> Block:
    return Block(**dict(zip(_FIELDS, row, strict=True)))


_LIST: Final = NewestFirst(
    source=blocks,
    columns=_COLUMNS,
    key=blocks.c.id,
    filters={"now": _IN_FORCE[0] & _IN_FORCE[1]},
    read=_block,
    id_of=lambda block: block.id,
)


class SqlBlocks:
    """Whom staff have shut out."""

    def __init__(self, database: Database) -> None:
        """Speak through this conversation."""
        self._database = database

    def shuts_out(self, visitor: Visitor) -> bool:
        """Tell whether a block that is in force names the visitor's network."""
        return bool(self._database.execute(_SHUT_OUT, named(visitor)).scalar_one())

    def add(self, block: Block) -> None:
        """Shut somebody out; an earlier block of the same subject gives way.

        Raises ConcurrentUpdate where somebody else blocks the same at this moment.
        """
        way = {"of_subject": block.subject, "now": block.created_at, "by": block.created_by}
        self._database.execute(_GIVE_WAY, way)
        try:
            self._database.execute(_INSERT, {name: getattr(block, name) for name in _FIELDS})
        except Violation as violation:
            raise ConcurrentUpdate from violation

    def lift(self, block_id: BlockId, staff_id: UserId, now: datetime) -> Block | None:
        """Let somebody in again, and give the block that was lifted; None where none was in force."""
        row = self._database.execute(_LIFT_ONE, {"own_id": block_id, "by": staff_id, "now": now}).one_or_none()
        return None if row is None else _block(row)

    def list(self, page: PageRequest, *, in_force_at: datetime | None) -> Page[Block]:
        """List blocks, the newest first; only those in force at a moment, where one is given."""
        return _LIST.page(self._database, {"now": in_force_at}, page)
