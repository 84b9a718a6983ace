"""Refusals: how the shop says no."""

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar


class ErrorKind(StrEnum):
    """What a refusal means to whoever asked, whatever the transport."""

    INVALID = "invalid"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    PRECONDITION_FAILED = "stale"
    UNPROCESSABLE = "misused"
    RATE_LIMITED = "limited"
    UPSTREAM = "upstream"
    UNAVAILABLE = "unavailable"


class ShopError(Exception):
    """A refusal with a stable code; a broken invariant is a ValueError instead."""

    code: ClassVar[str]
    kind: ClassVar[ErrorKind]
    message: ClassVar[str]
    is_form_error: ClassVar[bool] = False
    """True where the refusal is about a whole form rather than one thing."""

    def __init__(self, message: str | None = None, *, retry_after: int | None = None, **details: object) -> None:
        """Keep what the caller may be told beside the code; `retry_after` is in seconds."""
        super().__init__(message or self.message)
        self.details: Mapping[str, object] = details
        self.retry_after = retry_after


class FieldErrors(dict[str, "list[str] | FieldErrors"]):
    """Messages by field; nested for structures and, by index, for lists."""


class InvalidFields(ShopError):
    """Some fields of the request are wrong; every one of them is named."""

    code = "invalid"
    kind = ErrorKind.INVALID
    message = "Some fields are wrong."

    def __init__(self, fields: Mapping[str, "list[str] | FieldErrors"]) -> None:
        super().__init__()
        self.fields = FieldErrors(fields)


class ConcurrentUpdate(ShopError):
    """Somebody else changed the same thing in between."""

    code = "concurrent_update"
    kind = ErrorKind.CONFLICT
    message = "This was changed by another request in the meantime. Please read it again and retry."


class StaleVersion(ShopError):
    """The version that the caller wanted to change is not the present one."""

    code = "precondition_failed"
    kind = ErrorKind.PRECONDITION_FAILED
    message = "This has changed since you read it."


class StorageBusy(ShopError):
    """The storage has too much to do: it gave up a transaction, or had no room for one."""

    code = "storage_busy"
    kind = ErrorKind.UNAVAILABLE
    message = "The shop is busy. Please try again."

    def __init__(self, *, may_retry: bool = True) -> None:
        """Ask for a retry after one second; `may_retry` tells whether the transaction may be run again at once."""
        super().__init__(retry_after=1)
        self.may_retry = may_retry


class StorageUnavailable(ShopError):
    """The storage can't be reached."""

    code = "service_unavailable"
    kind = ErrorKind.UNAVAILABLE
    message = "The service is temporarily unavailable."

    def __init__(self) -> None:
        """Ask for a retry after two seconds."""
        super().__init__(retry_after=2)
