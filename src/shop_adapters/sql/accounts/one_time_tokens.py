"""Links that are mailed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import bindparam, insert, select, update

from shop_adapters.sql.accounts.tables import one_time_tokens as tokens
from shop_adapters.sql.engine.error_mapping import ConstraintViolation
from shop_adapters.sql.engine.repository import SqlRepository
from shop_domain.accounts.model import UserId
from shop_domain.accounts.one_time_token import OneTimeToken, Purpose
from shop_domain.kernel.errors import ConcurrentUpdate

_FIELDS: Final = tuple(field.name for field in msgspec.structs.fields(OneTimeToken))
LINK_COLUMNS: Final = tuple(tokens.c[name] for name in _FIELDS)
_LIVE: Final = (tokens.c.used_at.is_(None), tokens.c.replaced_at.is_(None))
_INSERT: Final = insert(tokens)
_LOCK: Final = select(*LINK_COLUMNS).where(tokens.c.digest == bindparam("digest")).with_for_update()
_USE: Final = (
    update(tokens)
    .where(tokens.c.id == bindparam("own_id"), tokens.c.used_at.is_(None))
    .values(used_at=bindparam("now"), used_ip=bindparam("ip_address"))
)
_REPLACE: Final = (
    update(tokens).where(tokens.c.user_id == bindparam("user"), *_LIVE).values(replaced_at=bindparam("now"))
)
_REPLACE_FOR: Final = _REPLACE.where(tokens.c.purpose == bindparam("for_purpose"))


class SqlOneTimeTokens(SqlRepository):
    def add(self, token: OneTimeToken) -> None:
        """Store a new link; every older one of the same user and purpose stops working.

        Raises ConcurrentUpdate where another one was made at the same moment.
        """
        mine = {"user": token.user_id, "for_purpose": token.purpose.value, "now": token.created_at}
        self._database.execute(_REPLACE_FOR, mine)
        try:
            self._database.execute(_INSERT, _row(token))
        except ConstraintViolation as violation:
            raise ConcurrentUpdate from violation

    def lock(self, digest: str) -> OneTimeToken | None:
        row = self._database.execute(_LOCK, {"digest": digest}).one_or_none()
        return None if row is None else link_of(row)

    def mark_used(self, token: OneTimeToken, ip_address: str, now: datetime) -> None:
        """Note that the link did its work, and for whom; raise ConcurrentUpdate if it had already."""
        used = self._database.execute(_USE, {"own_id": token.id, "now": now, "ip_address": ip_address})
        if used.rowcount != 1:
            raise ConcurrentUpdate

    def revoke_all(self, user_id: UserId, now: datetime) -> None:
        self._database.execute(_REPLACE, {"user": user_id, "now": now})


def link_of(row: Sequence[Any]) -> OneTimeToken:
    """Read a link from its columns."""
    values: dict[str, Any] = dict(zip(_FIELDS, row, strict=True))
    values["purpose"] = Purpose(values["purpose"])
    return OneTimeToken(**values)


def _row(token: OneTimeToken) -> dict[str, Any]:
    return {**{name: getattr(token, name) for name in _FIELDS}, "purpose": token.purpose.value}
