"""The clock, the ids and the chance that a running shop uses."""

import secrets
from datetime import UTC, datetime
from uuid import UUID

from uuid_utils.compat import uuid7


def utc_now() -> datetime:
    """Tell the present time, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - this is the clock


def new_id() -> UUID:
    """Make an id that sorts after the earlier ones of this process."""
    return uuid7()


def random_bytes(count: int) -> bytes:
    """Make this many unpredictable bytes."""
    return secrets.token_bytes(count)
