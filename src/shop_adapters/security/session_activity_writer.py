"""Notes that sessions are in use, behind the requests that showed it."""

import logging
import threading
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from shop_domain.auth.model import SessionId
from shop_domain.auth.ports import AuthTx
from shop_domain.kernel.errors import ShopError
from shop_domain.kernel.ports import Begin

MAX_QUEUED: Final = 10_000
_log: Final = logging.getLogger("shop.sessions")


class SessionActivityWriter:
    """One thread that writes what the requests note; a request only puts its note down."""

    def __init__(self, *, begin: Begin[AuthTx]) -> None:
        self._begin = begin
        self._waiting: dict[SessionId, datetime] = {}
        self._changed = threading.Condition()
        self._writing = False

    def enqueue(self, session_id: SessionId, now: datetime) -> None:
        """Put a note down; where very many wait, it is dropped, since the next request brings another."""
        with self._changed:
            if len(self._waiting) < MAX_QUEUED:
                self._waiting[session_id] = now
            if not self._writing:
                self._writing = True
                threading.Thread(target=self._write_all, name="shop-activity", daemon=True).start()

    def flush(self, seconds: float) -> bool:
        """Wait until everything noted so far is written; False if that takes too long."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._writing, seconds)

    def _write_all(self) -> None:
        while notes := self._take():
            try:
                self._write(notes)
            except ShopError as error:
                _log.warning("session activity was not noted: %s", error.code)

    def _take(self) -> Mapping[SessionId, datetime]:
        with self._changed:
            notes, self._waiting = self._waiting, {}
            if not notes:
                self._writing = False
                self._changed.notify_all()
            return notes

    def _write(self, notes: Mapping[SessionId, datetime]) -> None:
        """Write each note on its own: it must not hold one session while it waits for another."""
        for session_id, now in notes.items():
            with self._begin() as tx:
                tx.session_maintenance.record_activity(session_id, now)
