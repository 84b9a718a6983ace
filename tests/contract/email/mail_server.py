"""A real mail server on loopback, which can be told to say no."""

import socket
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope


class Inbox:
    """Takes every mail, unless it was told to answer something else."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.to_recipient = "250 OK"
        self.to_content = "250 OK"

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any) -> str:  # noqa: N802
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        if self.to_content.startswith("250"):
            self.envelopes.append(envelope)
        return self.to_content


class MailServerOnLoopback:
    """Runs in a thread of its own while the block lasts."""

    def __init__(self, inbox: Inbox | None = None, **options: Any) -> None:
        self.inbox = inbox or Inbox()
        self.port = _free_port()
        self._controller = Controller(self.inbox, hostname="127.0.0.1", port=self.port, **options)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def arrived(self) -> list[EmailMessage]:
        return [
            message_from_bytes(envelope.content, policy=SMTP)
            for envelope in self.inbox.envelopes
            if isinstance(envelope.content, bytes)
        ]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def admit(user: bytes, password: bytes):
    """Let in whoever knows the password."""

    def check(_server, _session, _envelope, _mechanism, data) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (user, password))

    return check
