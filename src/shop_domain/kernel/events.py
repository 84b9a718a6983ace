"""What happened, told to other contexts after it is committed."""

from datetime import datetime

import msgspec


class Event(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Something that happened; stored in the transaction that made it happen."""

    at: datetime

    @property
    def ordering_key(self) -> str:
        """Name the thing that the event is about; events about one thing keep their order."""
        raise NotImplementedError
