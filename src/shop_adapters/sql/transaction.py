"""All repositories on one transaction; each context sees the slice that its ports name."""

from functools import cached_property

from shop_adapters.sql.database import Database
from shop_adapters.sql.deliveries import SqlDeliveries
from shop_adapters.sql.event_queue import SqlEventQueue
from shop_adapters.sql.once_only import SqlOnceOnly
from shop_adapters.sql.outbox import SqlOutbox
from shop_adapters.sql.timetable import SqlTimetable


class SqlTx:
    """One transaction, or one autocommit read, with every repository made when it is first asked for."""

    def __init__(self, database: Database) -> None:
        """Speak through this database conversation."""
        self._database = database

    @cached_property
    def outbox(self) -> SqlOutbox:
        """Events that leave with the transaction."""
        return SqlOutbox(self._database)

    @cached_property
    def requests(self) -> SqlOnceOnly:
        """Requests whose effect is already in."""
        return SqlOnceOnly(self._database)

    @cached_property
    def event_queue(self) -> SqlEventQueue:
        """Stored events on their way to the subscribers."""
        return SqlEventQueue(self._database)

    @cached_property
    def deliveries(self) -> SqlDeliveries:
        """Deliveries that are over."""
        return SqlDeliveries(self._database)

    @cached_property
    def timetable(self) -> SqlTimetable:
        """When each recurring job runs next."""
        return SqlTimetable(self._database)
