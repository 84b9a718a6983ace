"""Where the links of mails lead."""

from shop_domain.accounts.one_time_token import Purpose
from shop_domain.notifications.links import MailLinks

API = MailLinks(public_url="https://api.example")
BOTH = MailLinks(public_url="https://api.example", frontend_url="https://shop.example")


def test_an_address_is_verified_at_the_api():
    assert BOTH.with_token(Purpose.EMAIL_VERIFICATION, "t") == "https://api.example/api/v1/auth/verify-email/t/"


def test_a_new_address_is_confirmed_at_the_api():
    assert BOTH.with_token(Purpose.EMAIL_CHANGE, "t") == "https://api.example/api/v1/auth/confirm-email/t/"


def test_a_password_is_reset_on_a_page_that_keeps_the_token_out_of_requests():
    assert BOTH.with_token(Purpose.PASSWORD_RESET, "t") == "https://shop.example/reset-password#token=t"
    assert API.with_token(Purpose.PASSWORD_RESET, "t") == "https://api.example/reset-password#token=t"
