"""A link that verifies the address of a new account."""

from uuid_utils.compat import uuid7

from shop_domain.accounts.one_time_token import LINK_LIFETIME, OneTimeToken, Purpose, TokenId
from tests.auth_driver import NOON, a_user

USER = a_user(is_active=False, email_verified_at=None)
LINK = OneTimeToken(
    id=TokenId(uuid7()),
    user_id=USER.id,
    purpose=Purpose.EMAIL_VERIFICATION,
    address=USER.email,
    digest="0" * 64,
    created_at=NOON,
    expires_at=NOON + LINK_LIFETIME[Purpose.EMAIL_VERIFICATION],
    requested_ip="203.0.113.7",
    requested_agent="",
)
