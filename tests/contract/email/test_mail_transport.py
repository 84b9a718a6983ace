"""What every way to send mail promises."""

import pytest

from shop_domain.notifications.errors import MailRefused
from shop_domain.notifications.model import Mail

LINK = "https://corner.example/reset-password#token=" + "k" * 90


def a_mail(**changes: str) -> Mail:
    fields = {
        "id": "01a-7.verify_email@corner.example",
        "to": "ann@example.com",
        "subject": "Confirm your address",
        "text": f"Hello Zoë,\n\n{LINK}\n",
        "html": f'<p>Hello Zoë</p><a href="{LINK}">Confirm</a>\n',
    }
    return Mail(**{**fields, **changes})


def text_of(message) -> str:
    return message.get_body(("plain",)).get_content().replace("\r\n", "\n")


def test_a_mail_arrives_as_it_was_written(mailer):
    mailer.transport.send(a_mail())
    [message] = mailer.arrived()
    assert message["To"] == "ann@example.com"
    assert message["From"] == "Corner Shop <shop@corner.example>"
    assert message["Subject"] == "Confirm your address"
    assert message["Message-ID"] == "<01a-7.verify_email@corner.example>"
    assert LINK in text_of(message)


def test_two_mails_are_two(mailer):
    mailer.transport.send(a_mail(id="one@corner.example"))
    mailer.transport.send(a_mail(id="two@corner.example", to="bob@example.com"))
    assert [message["To"] for message in mailer.arrived()] == ["ann@example.com", "bob@example.com"]


@pytest.mark.parametrize(
    "to",
    [
        "ann@example.com\nBcc: eve@example.com",
        "ann@example.com\r\nBcc: eve@example.com",
        "ann@example.com, eve@example.com",
        "ann@example.com; eve@example.com",
        "Ann <ann@example.com>",
        "ann",
        "@example.com",
        "",
    ],
)
def test_an_address_that_is_not_exactly_one_is_refused(mailer, to):
    with pytest.raises(MailRefused):
        mailer.transport.send(a_mail(to=to))
    assert mailer.arrived() == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\u2028"])
def test_a_subject_can_not_add_a_header(mailer, end):
    mailer.transport.send(a_mail(subject=f"Hello{end}Bcc: eve@example.com"))
    [message] = mailer.arrived()
    assert message["Subject"] == "Hello Bcc: eve@example.com"
    assert message["Bcc"] is None


def test_a_text_can_not_end_the_mail_early(mailer):
    text = "before\n.\nafter\n\nFrom here on\n..\n"
    mailer.transport.send(a_mail(text=text))
    [message] = mailer.arrived()
    assert text_of(message).rstrip("\n") == text.rstrip("\n")
