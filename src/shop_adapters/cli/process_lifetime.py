"""Processes that end with the one that started them, however it ends."""

import ctypes
import os
import signal
import sys
from typing import Final

PR_SET_PDEATHSIG: Final = 1


def exit_with_parent() -> None:
    """Have Linux kill this process when its parent ends; elsewhere nothing is done."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def exit_with_process(process: int) -> None:
    """Likewise, also where the parent has ended already."""
    exit_with_parent()
    if sys.platform == "linux" and os.getppid() != process:
        sys.exit(1)
