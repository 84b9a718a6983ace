"""The one place that all tables register in, and the column types that both engines share."""

from datetime import MINYEAR, UTC, datetime
from typing import Any, Final

import msgspec
from sqlalchemy import JSON, DateTime, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    },
)

Json: Final = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
"""A JSON document; decoded and encoded by msgspec (see engine.py)."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC: `timestamptz` on PostgreSQL, ISO text of fixed width (so that it sorts) on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a time zone: it would mean something else on each engine."""
        if value is not None and value.tzinfo is None:
            msg = "a moment needs its time zone"
            raise ValueError(msg)
        if value is not None and dialect.name == "sqlite":
            return _in_utc(value).replace(tzinfo=None)
        return value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the signature
        """Give SQLite's moments their zone back."""
        return value if value is None else value.replace(tzinfo=UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:  # noqa: ANN401 - the type that SQLAlchemy declares
        """Leave PostgreSQL's rows alone: the driver's values are right, and this runs for every cell."""
        return None if dialect.name == "postgresql" else super().result_processor(dialect, coltype)


def _in_utc(moment: datetime) -> datetime:
    """Put a moment in UTC; one that lies outside the calendar there is the first or the last that there is."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        outermost = datetime.min if moment.year == MINYEAR else datetime.max  # noqa: DTZ901 - the zone comes next
        return outermost.replace(tzinfo=UTC)


encode_json: Final = msgspec.json.Encoder().encode
decode_json: Final = msgspec.json.Decoder().decode
