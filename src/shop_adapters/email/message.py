"""A mail in the form that mail servers take."""

import re
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Final

from shop_domain.notifications.errors import MailRefused
from shop_domain.notifications.model import Mail

PLAIN_ADDRESS: Final = re.compile(r"""([^\s@<>()\[\]\\,;:"]+)@([^\s@<>()\[\]\\,;:"]+)""")
"""No quoting and no comments, so that nothing in it can be read as a second recipient."""
FILE_POLICY: Final = SMTP.clone(linesep="\n")
"""As over SMTP, with the line ends of files; smtplib makes them those of the wire."""


def build_message(mail: Mail, *, sender: str, sent_at: datetime) -> EmailMessage:
    """Build the message, text and HTML; raise MailRefused where it goes to something that is no single address.

    Nothing that somebody typed can add a header or a recipient: addresses are parsed, and headers hold one line.
    """
    message = EmailMessage(policy=FILE_POLICY if mail.to.isascii() else FILE_POLICY.clone(utf8=True))
    message["Message-ID"] = f"<{mail.id}>"
    message["Date"] = format_datetime(sent_at)
    message["From"] = _sender(sender)
    message["To"] = _recipient(mail.to)
    message["Subject"] = " ".join(mail.subject.split())
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(mail.text, cte=_encoding(mail.text))
    message.add_alternative(mail.html, subtype="html", cte=_encoding(mail.html))
    return message


def _sender(text: str) -> Address:
    name, address = parseaddr(text)
    return Address(display_name=name, addr_spec=address)


def _recipient(address: str) -> Address:
    parts = PLAIN_ADDRESS.fullmatch(address)
    if parts is None:
        raise MailRefused("The recipient is not a mail address.")
    try:
        return Address(username=parts[1], domain=parts[2].encode("idna").decode())
    except (UnicodeError, HeaderParseError) as error:
        raise MailRefused("The recipient is not a mail address.") from error


def _encoding(text: str) -> str:
    """Keep lines whole: an encoding that breaks them would break links for whoever reads the raw mail."""
    return "7bit" if text.isascii() else "8bit"
