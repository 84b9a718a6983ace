"""Messages by field, as clients of the shop get them."""

from collections.abc import Iterable
from typing import Final, TypeAlias

from shop_domain.kernel.errors import FieldErrors

Path: TypeAlias = tuple[str, ...]
MAX_REPORTED: Final = 100
"""A body that is wrong all over gets an answer of bounded size."""


def nest_errors(found: Iterable[tuple[Path, str]]) -> FieldErrors:
    """Arrange messages with their paths as nested objects: `{"items": {"0": {"quantity": ["…"]}}}`."""
    errors = FieldErrors()
    for count, (path, message) in enumerate(found, start=1):
        _insert(errors, path, message)
        if count == MAX_REPORTED:
            break
    return errors


def _insert(errors: FieldErrors, path: Path, message: str) -> None:
    *parents, last = path
    for name in parents:
        inner = errors.get(name)
        if not isinstance(inner, FieldErrors):
            inner = errors[name] = FieldErrors()
        errors = inner
    messages = errors.setdefault(last, [])
    if isinstance(messages, list):
        messages.append(message)
