"""What users tell about themselves."""

from typing import Any, Final

import msgspec
from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from shop_adapters.sql.accounts.address_tables import profiles
from shop_adapters.sql.engine.repository import SqlRepository
from shop_domain.accounts.model import UserId
from shop_domain.accounts.profile import Gender, Profile

_OF: Final = select(profiles).where(profiles.c.user_id == bindparam("user_id"))
_changing: Final = [c.name for c in profiles.c if c.name != "user_id"]


def _upsert(dialect: Any) -> Any:  # noqa: ANN401 - the two dialects' inserts share no base with on_conflict
    statement = dialect.insert(profiles)
    changed = {name: statement.excluded[name] for name in _changing}
    return statement.on_conflict_do_update(index_elements=["user_id"], set_=changed)


_SAVE: Final = {True: _upsert(sqlite), False: _upsert(postgresql)}


class SqlProfiles(SqlRepository):
    def of(self, user_id: UserId) -> Profile:
        row = self._database.execute(_OF, {"user_id": user_id}).mappings().first()
        if row is None:
            return Profile(user_id=user_id)
        values: dict[str, Any] = {**row, "gender": Gender(row["gender"])}
        return Profile(**values)

    def save(self, profile: Profile) -> None:
        row = {**msgspec.structs.asdict(profile), "gender": profile.gender.value}
        self._database.execute(_SAVE[self._database.is_sqlite], row)
