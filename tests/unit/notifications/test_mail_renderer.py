"""Mails in words."""

import re
from datetime import UTC, datetime
from uuid import UUID

import pytest

from shop_adapters.email.renderer import MailRenderer
from shop_domain.auth import events
from shop_domain.notifications.message_for_event import messages_for
from shop_domain.notifications.model import MailMessage, MailTemplate
from tests.unit.notifications.order_builders import a_placed_order, usd
from tests.unit.notifications.test_message_for_event import ACCOUNT_EVENTS, SAMPLES, sample

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
EVENT = UUID(int=1)
LINK = "https://shop.example/go?a=1&b=" + "k" * 90
RENDERER = MailRenderer(sender="Corner Shop <shop@corner.example>", public_url="https://shop.example")
MESSAGES = [message for kind in ACCOUNT_EVENTS for message in messages_for(sample(kind))]

ORDER_MESSAGES = [
    MailMessage(
        name=name, to="ann@example.com", context={**facts, "first_name": "Ann", "placed": a_placed_order(), "at": NOW}
    )
    for name, facts in (
        (MailTemplate.ORDER_CONFIRMED, {}),
        (MailTemplate.ORDER_CANCELLED, {"reason": "cancelled by the customer"}),
        (MailTemplate.PAYMENT_TO_REVIEW, {"received": usd(4000)}),
        (MailTemplate.MONEY_RETURNED, {"amount": usd(4198)}),
    )
]


def write(message: MailMessage, link: str | None = None):
    return RENDERER(EVENT, message, link or (LINK if message.link else None))


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.name)
def test_every_mail_can_be_written_from_what_its_event_tells(message):
    mail = write(message)
    assert mail.to == message.to
    assert mail.id == f"{EVENT}.{message.name}@corner.example"
    assert mail.subject
    assert "Hello Ann," in mail.text
    assert "Hello Ann," in mail.html
    assert ("Corner Shop" in mail.text, "Corner Shop" in mail.html) == (True, True)
    assert max(map(len, mail.text.splitlines())) <= max(76, len(LINK))
    assert not re.search(r"{[{%]|[%}]}|None|<b>", mail.text)


def test_every_name_has_a_mail():
    assert {message.name for message in MESSAGES} | {message.name for message in ORDER_MESSAGES} == set(MailTemplate)


@pytest.mark.parametrize("message", [message for message in MESSAGES if message.link], ids=lambda message: message.name)
def test_a_link_stands_whole_in_text_and_html(message):
    mail = write(message)
    assert LINK in mail.text.splitlines()
    assert f'href="{LINK.replace("&", "&amp;")}"' in mail.html


def test_the_mail_about_a_reset_shows_the_address_that_asked():
    [message] = messages_for(sample(events.PasswordResetRequested))
    assert "203.0.113.7" in write(message).text
    assert "(Firefox on Linux)" in write(message).text
    assert "1 March 2026, 12:00 UTC" in write(message).text


def test_what_people_typed_is_no_html_and_stays_in_one_line():
    nasty = 'Ann</p><script>alert("x")</script>\r\n\r\nPay here: https://evil.example\u202e\x00'
    message = MailMessage(
        name=MailTemplate.NEW_SIGN_IN,
        to="ann@example.com",
        context={**SAMPLES, "first_name": nasty, "device_info": "<img src=x>"},
    )
    mail = write(message)
    assert "<script>" not in mail.html
    assert "<img" not in mail.html
    assert "\x00" not in mail.text + mail.html
    assert "\u202e" not in mail.text + mail.html
    assert mail.text.splitlines()[0].startswith('Hello Ann</p><script>alert("x")</script> Pay here')


def test_a_very_long_name_is_cut():
    message = MailMessage(
        name=MailTemplate.ACCOUNT_DELETED, to="ann@example.com", context={**SAMPLES, "first_name": "A" * 9999}
    )
    assert len(write(message).text) < 1500


def test_nobody_is_greeted_by_an_empty_name():
    message = MailMessage(
        name=MailTemplate.ACCOUNT_DELETED, to="ann@example.com", context={**SAMPLES, "first_name": ""}
    )
    assert write(message).text.startswith("Hello,\n")


def test_a_shop_without_a_name_signs_with_its_host():
    words = MailRenderer(sender="shop@corner.example", public_url="https://shop.example")
    message = MailMessage(name=MailTemplate.ACCOUNT_DELETED, to="ann@example.com", context=SAMPLES)
    assert "corner.example\nhttps://shop.example" in words(EVENT, message, None).text


@pytest.mark.parametrize("message", ORDER_MESSAGES, ids=lambda message: message.name)
def test_every_mail_about_an_order_shows_its_lines_and_sums(message):
    mail = write(message, LINK)
    assert "SO-2026-7K3M9QXA" in mail.subject
    for line in (
        "2 x Tee <b>, Blue (TEE-B-M): 39.98 USD",
        "Subtotal: 39.98 USD",
        "Discount: -5.00 USD",
        "Shipping: 7.00 USD",
        "Total: 41.98 USD",
        LINK,
    ):
        assert line in map(str.strip, mail.text.splitlines())
    assert "Tax" not in mail.text
    assert "2 &times; Tee &lt;b&gt;, Blue" in mail.html
    assert "41.98 USD" in mail.html
    assert "&lt;table" not in mail.html


def test_a_confirmation_tells_where_the_order_goes():
    assert "It goes to: Ann Lee, 1 Main Street, 12345 Springfield, US." in write(ORDER_MESSAGES[0]).text


def test_a_refund_tells_its_amount():
    assert write(ORDER_MESSAGES[3]).text.splitlines()[2].startswith("41.98 USD went back to you")
