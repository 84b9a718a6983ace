"""Mails about a password tell which device it was, and never what the device says of itself."""

import pytest

from shop_adapters.email.renderer import MailRenderer
from shop_adapters.memory.store import MemoryStore
from shop_domain.accounts.one_time_token import Purpose
from shop_domain.auth.events import PasswordChanged, PasswordResetRequested
from shop_domain.kernel.events import Event
from shop_domain.notifications.message_for_event import messages_for
from tests.auth_driver import BROWSER, PASSWORD, AuthDriver, client_at

LURE = client_at("203.0.113.7", "https://evil.example/phish NOW")
WORDS = MailRenderer(sender="Corner Shop <shop@corner.example>", public_url="https://shop.example")


@pytest.fixture
def doorstep():
    doorstep = AuthDriver(MemoryStore())
    yield doorstep
    doorstep.close()


def mail_about(doorstep: AuthDriver, kind: type[Event]) -> str:
    assert isinstance(doorstep.store, MemoryStore)
    [event] = [row.event for row in doorstep.store.state.outbox if isinstance(row.event, kind)]
    [message] = messages_for(event)
    mail = WORDS(doorstep.container.new_id()(), message, "https://shop.example/link")
    return mail.text + mail.html


def test_a_mail_with_a_link_to_reset_a_password(doorstep):
    doorstep.a_verified_user()
    doorstep.passwords.request_reset("test@example.com", LURE)
    assert "evil" not in mail_about(doorstep, PasswordResetRequested)
    assert "Unknown device" in mail_about(doorstep, PasswordResetRequested)


def test_a_mail_about_a_changed_password(doorstep):
    doorstep.a_verified_user()
    caller = doorstep.authenticate(doorstep.log_in().tokens.access)
    doorstep.passwords.change(caller, PASSWORD, "Another-Day-42", client_at("203.0.113.7", BROWSER))
    assert "Chrome on Windows" in mail_about(doorstep, PasswordChanged)
    assert "Mozilla" not in mail_about(doorstep, PasswordChanged)


def test_a_mail_about_a_reset_password(doorstep):
    user = doorstep.a_verified_user()
    doorstep.passwords.request_reset("test@example.com", client_at("203.0.113.7"))
    link = doorstep.newest_link(user.id, Purpose.PASSWORD_RESET)
    doorstep.passwords.confirm_reset(link, "Another-Day-42", LURE)
    assert "evil" not in mail_about(doorstep, PasswordChanged)
