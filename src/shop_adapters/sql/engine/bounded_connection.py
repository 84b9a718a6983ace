"""A connection that does not wait for ever for a server that says nothing.

The server ends a slow statement by itself (statement_timeout); a server that hangs does not even do that.
"""

from typing import Any, Final

from psycopg import Connection, OperationalError
from psycopg.abc import RV, PQGen
from psycopg.errors import _WaitTimeout as Unanswered  # pyright: ignore[reportPrivateUsage] - documented, and has no other

MAX_WAIT_SECONDS: Final = 8.0
"""Seconds; longer than the server's own limits, so that those are met first."""


class BoundedConnection(Connection[Any]):
    """The driver's connection; a question without an answer is its last."""

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """Wait for an answer; raise OperationalError where none comes, with the connection closed."""
        try:
            return super().wait(gen, interval, MAX_WAIT_SECONDS if timeout is None else timeout)
        except Unanswered as error:
            if timeout is not None:
                raise
            self.close()
            raise OperationalError("the server did not answer in time") from error
