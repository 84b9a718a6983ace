"""Mail over SMTP."""

import smtplib
import ssl
from collections.abc import Generator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from threading import Timer
from typing import Final
from urllib.parse import unquote, urlsplit

import msgspec

from shop_adapters.email.message import build_message
from shop_adapters.loopback import is_loopback
from shop_domain.kernel.ports import Clock
from shop_domain.notifications.errors import MailNotSent, MailRefused
from shop_domain.notifications.model import Mail

IO_TIMEOUT_SECONDS: Final = 5
"""The longest silence of the server."""
TOTAL_TIMEOUT_SECONDS: Final = 15
"""The longest time for a mail, also with a server that keeps talking."""
PERMANENT_FAILURE: Final = 500


class SmtpServer(msgspec.Struct, frozen=True, kw_only=True):
    """Where mail is handed over, and as whom."""

    host: str
    port: int
    user: str | None
    password: str | None
    encrypted: bool
    """Speaks TLS from the first byte on; otherwise TLS starts where the server offers it."""


def smtp_server_from_url(url: str) -> SmtpServer:
    """Read an address such as smtp://user:password@host:587 or smtps://host."""
    scheme, found, rest = url.partition("://")
    credentials, _, place = rest.rpartition("@")
    user, _, password = credentials.partition(":")
    parts = urlsplit(f"{scheme}{found}{place}")
    encrypted = parts.scheme == "smtps"
    return SmtpServer(
        host=parts.hostname or "localhost",
        port=parts.port or (465 if encrypted else 25),
        user=unquote(user) or None,
        password=unquote(password) or None,
        encrypted=encrypted,
    )


class SmtpTransport:
    """Hands each mail to a mail server, over a connection of its own."""

    def __init__(self, server: SmtpServer, *, sender: str, clock: Clock) -> None:
        """Send as this sender; nothing is connected yet."""
        self._server, self._sender, self._clock = server, sender, clock

    def send(self, mail: Mail) -> None:
        """Hand the mail over within 15 seconds; raise MailNotSent to be tried again, or MailRefused."""
        message = build_message(mail, sender=self._sender, sent_at=self._clock())
        try:
            with _enforce_timeout(_connect(self._server)) as connection:
                self._authenticate(connection)
                self._deliver(connection, message)
        except smtplib.SMTPRecipientsRefused as error:
            raise _error_for(*next(iter(error.recipients.values()))) from error
        except smtplib.SMTPDataError as error:
            raise _error_for(error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:
            raise MailNotSent(f"The mail server failed: {type(error).__name__}") from error

    def _deliver(self, connection: smtplib.SMTP, message: EmailMessage) -> None:
        """Send the very bytes of the message; the library's own way would change lines that begin with From."""
        sender, recipient = (message[name].addresses[0].addr_spec for name in ("From", "To"))
        options = ["BODY=8BITMIME"] if connection.has_extn("8bitmime") else []
        if not recipient.isascii():
            if not connection.has_extn("smtputf8"):
                raise MailRefused("The mail server can't take this address.")
            options.append("SMTPUTF8")
        connection.sendmail(sender, [recipient], message.as_bytes(policy=message.policy.clone(linesep="\r\n")), options)

    def _authenticate(self, connection: smtplib.SMTP) -> None:
        connection.connect(self._server.host, self._server.port)
        connection.ehlo()
        if not self._server.encrypted and connection.has_extn("starttls"):
            connection.starttls(context=ssl.create_default_context())
            connection.ehlo()
        elif not self._server.encrypted and self._server.user and not is_loopback(self._server.host):
            raise MailNotSent("The mail server offers no encryption, so no password is sent to it.")
        if self._server.user:
            connection.login(self._server.user, self._server.password or "")


def _connect(server: SmtpServer) -> smtplib.SMTP:
    connection = (
        smtplib.SMTP_SSL(timeout=IO_TIMEOUT_SECONDS, context=ssl.create_default_context())
        if server.encrypted
        else smtplib.SMTP(timeout=IO_TIMEOUT_SECONDS)
    )
    # Certificates are checked against this name; the class takes it in its constructor only, where it would connect.
    vars(connection)["_host"] = server.host
    return connection


@contextmanager
def _enforce_timeout(connection: smtplib.SMTP) -> Generator[smtplib.SMTP, None, None]:
    """Cut the connection when its time is over, whatever the server does."""

    def abort() -> None:
        with suppress(OSError, AttributeError):
            connection.sock.shutdown(2)  # type: ignore[union-attr]

    timer = Timer(TOTAL_TIMEOUT_SECONDS, abort)
    timer.daemon = True
    timer.start()
    try:
        yield connection
        with suppress(OSError, smtplib.SMTPException):
            connection.quit()
    finally:
        timer.cancel()
        connection.close()


def _error_for(code: int, response: bytes | str) -> MailNotSent | MailRefused:
    text = response.decode(errors="replace") if isinstance(response, bytes) else response
    return (MailRefused if code >= PERMANENT_FAILURE else MailNotSent)(f"The mail server said {code} {text}")
