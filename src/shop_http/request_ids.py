"""The id under which a request is found again in logs."""

import re
from collections.abc import Callable
from typing import Final

_ACCEPTABLE: Final = re.compile(rb"[\x21-\x7e]{1,128}")


def request_id_from(header: bytes | None, new: Callable[[], str]) -> str:
    """Take the client's id where it is short and printable, else make one."""
    if header is not None and _ACCEPTABLE.fullmatch(header):
        return header.decode("ascii")
    return new()
