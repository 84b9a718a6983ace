"""Tries by key: one row a key, locked while it is counted."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import String, Text, bindparam, case, cast, func, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite

from shop_adapters.sql.auth.tables import attempt_counters as tallies
from shop_adapters.sql.engine.repository import SqlRepository
from shop_domain.auth.attempt_limit import AttemptCounter
from shop_domain.auth.limits import LONGEST_WINDOW

MAX_KEYS: Final = 2
"""A login is counted by client and by account."""
COUNTER_COLUMNS: Final = (tallies.c.key, tallies.c.tries, tallies.c.in_flight)
_DIALECTS: Final = {True: sqlite, False: postgresql}


def _lock(is_sqlite: bool) -> Any:  # noqa: ANN401, FBT001 - an insert of either dialect
    """Make the row if it is missing; updating nothing locks it, and gives it as it is after the wait."""
    insert = _DIALECTS[is_sqlite].insert(tallies).values(key=bindparam("key"), tries={}, in_flight={})
    upsert = insert.on_conflict_do_update(index_elements=["key"], set_={"key": insert.excluded.key})
    return upsert.returning(*COUNTER_COLUMNS)


def _save(is_sqlite: bool, count: int) -> Any:  # noqa: ANN401, FBT001 - an insert of either dialect
    names = ("key", "tries", "in_flight", "kept_until")
    rows = [{name: bindparam(f"{name}_{n}", type_=tallies.c[name].type) for name in names} for n in range(count)]
    insert = _DIALECTS[is_sqlite].insert(tallies).values(rows)
    kept = {name: insert.excluded[name] for name in names if name != "key"}
    return insert.on_conflict_do_update(index_elements=["key"], set_=kept)


_LOCK: Final = {is_sqlite: _lock(is_sqlite) for is_sqlite in (True, False)}
_SAVE: Final = {(lite, n): _save(lite, n) for lite in (True, False) for n in range(1, MAX_KEYS + 1)}
_KEYS: Final = bindparam("keys", expanding=True, type_=String)
_LOCKED: Final = select(tallies.c.key).where(tallies.c.key.in_(_KEYS)).order_by(tallies.c.key).with_for_update()
_PATH: Final = literal('$."').concat(bindparam("hold", type_=String)).concat('"')


def _without(column: Any, *, is_sqlite: bool) -> Any:  # noqa: ANN401 - a JSON column less one name
    return func.json_remove(column, _PATH) if is_sqlite else column.op("-")(cast(bindparam("hold"), Text))


def _resolve(*, is_sqlite: bool, release: bool) -> Any:  # noqa: ANN401 - an update
    """Lock in the order of the keys first: an update alone would take its own."""
    changed = ("tries", "in_flight") if release else ("in_flight",)
    changes = {name: _without(tallies.c[name], is_sqlite=is_sqlite) for name in changed}
    if release:
        cleared = tallies.c.key == bindparam("clear", type_=String)
        nothing = literal("{}").cast(postgresql.JSONB) if not is_sqlite else literal("{}")
        changes = {name: case((cleared, nothing), else_=less) for name, less in changes.items()}
    held = _LOCKED.cte("held")
    return update(tallies).where(tallies.c.key.in_(select(held.c.key))).values(changes)


_CONFIRM: Final = {lite: _resolve(is_sqlite=lite, release=False) for lite in (True, False)}
_RELEASE: Final = {lite: _resolve(is_sqlite=lite, release=True) for lite in (True, False)}


class SqlAttemptCounters(SqlRepository):
    def lock(self, key: str) -> AttemptCounter:
        return counter_of(self._database.execute(_LOCK[self._database.is_sqlite], {"key": key}).one())

    def save(self, changed: Iterable[AttemptCounter]) -> None:
        rows = [_row(counter) for counter in changed]
        values = {f"{name}_{n}": value for n, row in enumerate(rows) for name, value in row.items()}
        self._database.execute(_SAVE[self._database.is_sqlite, len(rows)], values)

    def confirm(self, keys: Sequence[str], slot_id: str) -> None:
        self._database.execute(_CONFIRM[self._database.is_sqlite], {"keys": list(keys), "hold": slot_id})

    def release(self, keys: Sequence[str], slot_id: str, *, reset: str | None) -> None:
        values = {"keys": list(keys), "hold": slot_id, "clear": reset}
        self._database.execute(_RELEASE[self._database.is_sqlite], values)


def counter_of(row: Sequence[Any]) -> AttemptCounter:
    """Read a counter from the columns above."""
    key, tries, in_flight = row
    return AttemptCounter(
        key=key,
        tries=msgspec.convert(tries, dict[str, datetime]),
        in_flight=msgspec.convert(in_flight, dict[str, datetime]),
    )


def _row(counter: AttemptCounter) -> dict[str, Any]:
    return {
        "key": counter.key,
        "tries": dict(counter.tries),
        "in_flight": dict(counter.in_flight),
        "kept_until": max(counter.tries.values()) + LONGEST_WINDOW if counter.tries else None,
    }
