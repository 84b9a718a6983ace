"""Processes that end with the one that started them, however it ends."""

import ctypes
import os
import signal
import sys
from typing import Final

PR_SET_PDEATHSIG: Final = 1


def end_with_parent() -> None:
    """Have Linux kill this process when its parent ends; elsewhere nothing is done."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def end_with(parent: int) -> None:
    """Likewise, also where the parent has ended already."""
    end_with_parent()
    if sys.platform == "linux" and os.getppid() != parent:
        sys.exit(1)
