"""Mail on standard output, for developers."""

import sys
from threading import Lock
from typing import TextIO

from shop_adapters.email.message import build_message
from shop_domain.kernel.ports import Clock
from shop_domain.notifications.model import Mail


class ConsoleTransport:
    """Prints each mail's headers and text."""

    def __init__(self, *, sender: str, clock: Clock, output: TextIO | None = None) -> None:
        """Print to this stream, by default to standard output as it is at that time."""
        self._sender, self._clock, self._output, self._lock = sender, clock, output, Lock()

    def send(self, mail: Mail) -> None:
        """Print the mail, never mixed with another one."""
        message = build_message(mail, sender=self._sender, sent_at=self._clock())
        headers = "\n".join(f"{name}: {message[name]}" for name in ("Message-ID", "From", "To", "Subject"))
        with self._lock:
            print(f"{headers}\n\n{mail.text}\n{'-' * 72}", file=self._output or sys.stdout, flush=True)
