"""Claims of requests that may be sent again: one row a key; neither keys nor answers can be read from it."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, LargeBinary, String, Table, Uuid, and_, bindparam, delete, select, update

from shop_adapters.sql.engine.insert_or_ignore import insert_or_ignore
from shop_adapters.sql.engine.metadata import UtcDateTime, metadata
from shop_adapters.sql.engine.repository import SqlRepository
from shop_domain.kernel.idempotency import IdempotencyClaim

idempotency_keys: Final = Table(
    "idempotency_keys",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("body_hash", String(64), nullable=False),
    Column("request_id", Uuid, nullable=False),
    Column("claimed_at", UtcDateTime, nullable=False, index=True),
    Column("response", LargeBinary),
)
_own: Final = idempotency_keys.c
_NEW: Final[dict[str, Any]] = {name: bindparam(name) for name in IdempotencyClaim.__struct_fields__}
_STILL: Final = and_(
    _own.id == bindparam("own_id"),
    _own.request_id == bindparam("own_request_id"),
    _own.claimed_at == bindparam("own_claimed_at"),
)
_CLAIM: Final = insert_or_ignore(idempotency_keys, _own.id)
_READ: Final = select(idempotency_keys).where(_own.id == bindparam("id")).with_for_update()
_REPLACE: Final = update(idempotency_keys).where(_STILL, _own.response.is_(None)).values(_NEW)
_REPLACE_OLD: Final = update(idempotency_keys).where(_STILL).values(_NEW)
_REMOVE: Final = delete(idempotency_keys).where(_STILL, _own.response.is_(None))
_REMOVE_BEFORE: Final = delete(idempotency_keys).where(_own.claimed_at < bindparam("moment"))


class SqlIdempotencyKeys(SqlRepository):
    def claim(self, fresh: IdempotencyClaim) -> IdempotencyClaim | None:
        """Store a claim if its id is free; else give the one that is there, locked."""
        if self._database.execute(_CLAIM[self._database.is_sqlite], _row(fresh)).first() is not None:
            return None
        row = self._database.execute(_READ, {"id": fresh.id}).mappings().one_or_none()
        return self.claim(fresh) if row is None else IdempotencyClaim(**row)

    def replace(self, before: IdempotencyClaim, after: IdempotencyClaim) -> bool:
        statement = _REPLACE if before.response is None else _REPLACE_OLD
        return self._database.execute(statement, {**_still(before), **_row(after)}).rowcount == 1

    def store_response(self, claim: IdempotencyClaim, encrypted: bytes) -> bool:
        return self._database.execute(_REPLACE, {**_still(claim), **_row(claim), "response": encrypted}).rowcount == 1

    def remove(self, claim: IdempotencyClaim) -> None:
        self._database.execute(_REMOVE, _still(claim))

    def remove_before(self, moment: datetime) -> int:
        return self._database.execute(_REMOVE_BEFORE, {"moment": moment}).rowcount


def _row(claim: IdempotencyClaim) -> dict[str, Any]:
    return {name: getattr(claim, name) for name in _NEW}


def _still(claim: IdempotencyClaim) -> dict[str, Any]:
    return {"own_id": claim.id, "own_request_id": claim.request_id, "own_claimed_at": claim.claimed_at}
