"""Which way mail goes, by the address in EMAIL_URL."""

from pathlib import Path

from shop_adapters.email.console import ConsolePost
from shop_adapters.email.folder import FolderPost
from shop_adapters.email.smtp import SmtpPost, mail_server
from shop_domain.kernel.ports import Clock
from shop_domain.notifications.ports import Post


def post_at(url: str, *, sender: str, clock: Clock) -> Post:
    """Make the way that an address such as smtp://…, smtps://…, console: or file:FOLDER stands for."""
    scheme, _, place = url.partition(":")
    if scheme == "console":
        return ConsolePost(sender=sender, clock=clock)
    if scheme == "file":
        return FolderPost(Path(place), sender=sender, clock=clock)
    return SmtpPost(mail_server(url), sender=sender, clock=clock)
