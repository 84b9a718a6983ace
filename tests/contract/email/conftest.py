"""One suite over every way to send mail."""

import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email import message_from_bytes, message_from_string
from email.message import EmailMessage
from email.policy import SMTP

import msgspec
import pytest

from shop_adapters.email.console import ConsoleTransport
from shop_adapters.email.file import FileTransport
from shop_adapters.email.smtp import SmtpTransport, smtp_server_from_url
from shop_domain.notifications.ports import MailTransport
from tests.contract.email.mail_server import MailServerOnLoopback

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SENDER = "Corner Shop <shop@corner.example>"


class MailerUnderTest(msgspec.Struct, frozen=True):
    """A way to send mail, and what arrived."""

    transport: MailTransport
    arrived: Callable[[], list[EmailMessage]]


@pytest.fixture
def server() -> Iterator[MailServerOnLoopback]:
    with MailServerOnLoopback() as server:
        yield server


@pytest.fixture(params=["smtp", "console", "folder"])
def mailer(request, tmp_path) -> MailerUnderTest:
    if request.param == "smtp":
        server = request.getfixturevalue("server")
        return MailerUnderTest(
            SmtpTransport(smtp_server_from_url(server.url), sender=SENDER, clock=lambda: NOW), server.arrived
        )
    if request.param == "folder":
        folder = tmp_path / "deep" / "mail"
        return MailerUnderTest(FileTransport(folder, sender=SENDER, clock=lambda: NOW), lambda: _files(folder))
    output = io.StringIO()
    return MailerUnderTest(ConsoleTransport(sender=SENDER, clock=lambda: NOW, output=output), lambda: _printed(output))


def _files(folder) -> list[EmailMessage]:
    return [_parsed(path.read_bytes()) for path in sorted(folder.glob("*.eml"))]


def _printed(output: io.StringIO) -> list[EmailMessage]:
    mails = output.getvalue().split("-" * 72 + "\n")[:-1]
    return [message_from_string(mail, policy=SMTP) for mail in mails]


def _parsed(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=SMTP)
