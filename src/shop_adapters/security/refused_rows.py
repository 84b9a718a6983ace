"""Writes down who was turned away, behind the refusals."""

import logging
import threading
import time
from collections import deque
from typing import Final

from shop_domain.accounts.canonical import canonical
from shop_domain.accounts.model import UserId
from shop_domain.auth.ports import AuthTx
from shop_domain.auth.service.journal import Journal
from shop_domain.auth.turned_away import TurnedAway
from shop_domain.kernel.errors import ShopError
from shop_domain.kernel.ports import Begin

MOST_WAITING: Final = 2_000
MOST_AT_ONCE: Final = 200
PAUSE: Final = 0.5
_log: Final = logging.getLogger("shop.refusals")


class RefusedRows:
    """One thread that writes rows, many with each transaction; they stay in line until they are written."""

    def __init__(self, *, begin: Begin[AuthTx], journal: Journal) -> None:
        """Write to this storage; the thread starts with the first row."""
        self._begin, self._journal = begin, journal
        self._waiting = deque[TurnedAway]()
        self._changed = threading.Condition()
        self._writing = False

    def note(self, refused: TurnedAway) -> bool:
        """Take a row; False where so many wait that the refusal has to write it itself."""
        with self._changed:
            if len(self._waiting) >= MOST_WAITING:
                return False
            self._waiting.append(refused)
            if not self._writing:
                self._writing = True
                threading.Thread(target=self._write_all, name="shop-refusals", daemon=True).start()
            return True

    def settle(self, seconds: float = 5.0) -> bool:
        """Wait until everything noted so far is written; False if that takes too long."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._writing, seconds)

    def _write_all(self) -> None:
        while rows := self._first():
            try:
                self._write(rows)
            except ShopError as error:
                _log.warning("%d refusals wait to be written down: %s", len(rows), error.code)
                time.sleep(PAUSE)
                continue
            except Exception:  # noqa: BLE001 - one bad row must not keep all others from being written
                _log.exception("%d refusals could not be written down", len(rows))
            self._drop(len(rows))

    def _first(self) -> list[TurnedAway]:
        with self._changed:
            rows = [self._waiting[n] for n in range(min(len(self._waiting), MOST_AT_ONCE))]
            if not rows:
                self._writing = False
                self._changed.notify_all()
            return rows

    def _drop(self, count: int) -> None:
        with self._changed:
            for _ in range(count):
                self._waiting.popleft()

    def _write(self, rows: list[TurnedAway]) -> None:
        """Look each account up once: a row names it by its id, as if the try had been looked at."""
        with self._begin() as tx:
            users: dict[str, UserId | None] = {}
            for row in rows:
                address = canonical(row.typed)
                if address not in users:
                    user = tx.users.by_email(address)
                    users[address] = user.id if user else None
                tx.attempts.add(
                    self._journal.attempt(
                        row.kind, row.client, row.at, refusal=row.refusal, user_id=users[address], typed=row.typed
                    )
                )
