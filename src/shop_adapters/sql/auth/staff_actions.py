"""The log of what staff did."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from shop_adapters.sql.auth.tables import staff_actions
from shop_adapters.sql.database import Database
from shop_domain.auth.staff_actions import StaffAction

_FIELDS: Final = tuple(field.name for field in msgspec.structs.fields(StaffAction))
ACTION_COLUMNS: Final = tuple(staff_actions.c[name] for name in _FIELDS)


class SqlStaffActions:
    """The log of what staff did; rows are only ever added."""

    def __init__(self, database: Database) -> None:
        """Write through this conversation."""
        self._database = database

    def add(self, action: StaffAction) -> None:
        """Write an action down with the transaction."""
        row = {name: getattr(action, name) for name in _FIELDS}
        self._database.append(staff_actions, {**row, "details": dict(action.details)})


def action_of(row: Sequence[Any]) -> StaffAction:
    """Read an action from the columns above."""
    return StaffAction(**dict(zip(_FIELDS, row, strict=True)))
