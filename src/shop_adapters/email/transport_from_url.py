"""Which way mail goes, by the address in EMAIL_URL."""

from pathlib import Path

from shop_adapters.email.console import ConsoleTransport
from shop_adapters.email.file import FileTransport
from shop_adapters.email.smtp import SmtpTransport, smtp_server_from_url
from shop_domain.kernel.ports import Clock
from shop_domain.notifications.ports import MailTransport


def mail_transport_from_url(url: str, *, sender: str, clock: Clock) -> MailTransport:
    """Make the way that an address such as smtp://…, smtps://…, console: or file:FOLDER stands for."""
    scheme, _, place = url.partition(":")
    if scheme == "console":
        return ConsoleTransport(sender=sender, clock=clock)
    if scheme == "file":
        return FileTransport(Path(place), sender=sender, clock=clock)
    return SmtpTransport(smtp_server_from_url(url), sender=sender, clock=clock)
