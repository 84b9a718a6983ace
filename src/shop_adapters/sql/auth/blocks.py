"""Whom staff have shut out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import bindparam, insert, or_, select, update

from shop_adapters.sql.auth.session_reader import IS_BLOCKED, block_parameters
from shop_adapters.sql.auth.tables import security_blocks as blocks
from shop_adapters.sql.engine.keyset_list import KeysetList
from shop_adapters.sql.engine.repository import SqlRepository
from shop_domain.accounts.model import UserId
from shop_domain.auth.blocks import Block, BlockId, BlockSubject
from shop_domain.kernel.paging import Page, PageRequest

_FIELDS: Final = tuple(field.name for field in msgspec.structs.fields(Block))
_COLUMNS: Final = tuple(blocks.c[name] for name in _FIELDS)
_IS_BLOCKED: Final = select(IS_BLOCKED)
_INSERT: Final = insert(blocks)
_IN_FORCE: Final = (blocks.c.lifted_at.is_(None), or_(blocks.c.until.is_(None), blocks.c.until > bindparam("now")))
_ON: Final = select(*_COLUMNS).where(blocks.c.subject == bindparam("of_subject"), *_IN_FORCE).order_by(blocks.c.id)
_LIFT: Final = (
    update(blocks)
    .where(blocks.c.id == bindparam("own_id"), *_IN_FORCE)
    .values(lifted_at=bindparam("now"), lifted_by=bindparam("by"))
    .returning(*_COLUMNS)
)


def _block(row: Sequence[Any]) -> Block:
    return Block(**dict(zip(_FIELDS, row, strict=True)))


_LIST: Final = KeysetList(
    source=blocks,
    columns=_COLUMNS,
    key=blocks.c.id,
    filters={"now": _IN_FORCE[0] & _IN_FORCE[1]},
)


class SqlBlocks(SqlRepository):
    def is_blocked(self, subject: BlockSubject) -> bool:
        return bool(self._database.execute(_IS_BLOCKED, block_parameters(subject)).scalar_one())

    def add(self, block: Block) -> None:
        self._database.execute(_INSERT, {name: getattr(block, name) for name in _FIELDS})

    def in_force(self, block_key: str, now: datetime) -> tuple[Block, ...]:
        return tuple(_block(row) for row in self._database.execute(_ON, {"of_subject": block_key, "now": now}))

    def lift(self, block_id: BlockId, staff_id: UserId, now: datetime) -> Block | None:
        row = self._database.execute(_LIFT, {"own_id": block_id, "by": staff_id, "now": now}).one_or_none()
        return None if row is None else _block(row)

    def list(self, page: PageRequest, *, in_force_at: datetime | None) -> Page[Block]:
        return _LIST.page(self._database, {"now": in_force_at}, page, _block)
