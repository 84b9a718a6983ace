"""Passwords as argon2id hashes, computed in threads of their own so that a rush of logins holds nothing else up."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from secrets import token_hex
from typing import Final, TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from shop_domain.auth.errors import HashingBusy

T = TypeVar("T")
MEMORY_KIB: Final = 19_456
PASSES: Final = 2
TESTING_MEMORY_KIB: Final = 64
MAX_QUEUED: Final = 32


class Argon2Hasher:
    """A bounded pool: who comes when too many wait is sent away at once."""

    def __init__(self, *, threads: int, cheap: bool) -> None:
        """Use this many threads; `cheap` hashes protect nothing and are for tests."""
        memory, passes = (TESTING_MEMORY_KIB, 1) if cheap else (MEMORY_KIB, PASSES)
        self._argon2 = PasswordHasher(time_cost=passes, memory_cost=memory, parallelism=1, type=Type.ID)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="shop-hashing")
        self._places = threading.BoundedSemaphore(threads + MAX_QUEUED)
        self._dummy: str | None = None
        self._making = threading.Lock()

    def hash(self, password: str) -> str:
        return self._run(lambda: self._argon2.hash(password))

    def matches(self, stored: str | None, password: str) -> bool:
        right = self._run(lambda: self._verify(stored or self._dummy_hash(), password))
        return right and stored is not None

    def needs_rehash(self, stored: str) -> bool:
        return self._argon2.check_needs_rehash(stored)

    def close(self) -> None:
        self._pool.shutdown(wait=True)

    def _run(self, work: Callable[[], T]) -> T:
        if not self._places.acquire(blocking=False):
            raise HashingBusy
        try:
            return self._pool.submit(work).result()
        finally:
            self._places.release()

    def _verify(self, stored: str, password: str) -> bool:
        try:
            return self._argon2.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

    def _dummy_hash(self) -> str:
        """Make one hash that nobody's password has, for those who have no account."""
        with self._making:
            if self._dummy is None:
                self._dummy = self._argon2.hash(token_hex(32))
            return self._dummy
