"""What an id tells: a UUIDv7 begins with the time of its making, in milliseconds."""

from datetime import datetime
from typing import Final
from uuid import UUID

_TIME_BITS: Final = 48


def first_uuid7_at(moment: datetime) -> UUID:
    """Give the id before which every UUIDv7 was made earlier than this moment."""
    milliseconds = int(moment.timestamp() * 1000)
    return UUID(int=milliseconds << (128 - _TIME_BITS) | 0x7 << 76 | 0x2 << 62)
