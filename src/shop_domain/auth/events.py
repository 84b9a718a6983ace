"""Events of authentication that users are told of by mail.

Each event carries all that a mail needs except its secret: the token of a link is made from `token_id` when the mail
is sent, and stands in no event.
"""

from datetime import datetime

from shop_domain.accounts.model import UserId, user_reference
from shop_domain.accounts.one_time_token import TokenId
from shop_domain.auth.model import SessionId
from shop_domain.kernel.events import Event


class AccountEvent(Event, frozen=True, kw_only=True):
    """Something that an account's owner is told by mail, at the address as they spelled it."""

    user_id: UserId
    email: str
    first_name: str

    @property
    def ordering_key(self) -> str:
        return user_reference(self.user_id)


class VerificationRequested(AccountEvent, frozen=True, kw_only=True):
    """A link that opens the account shall go to its address."""

    token_id: TokenId
    expires_at: datetime


class KnownAddressRegistered(AccountEvent, frozen=True, kw_only=True):
    """Somebody registered an address that has an account already, and was not told so."""

    ip_address: str


class PasswordResetRequested(AccountEvent, frozen=True, kw_only=True):
    """A link to choose a new password shall go to the account's address."""

    token_id: TokenId
    expires_at: datetime
    ip_address: str
    device_info: str


class PasswordChanged(AccountEvent, frozen=True, kw_only=True):
    """The password is another one now, by its owner's doing or through a reset."""

    by_reset: bool
    ip_address: str
    device_info: str


class EmailChangeRequested(AccountEvent, frozen=True, kw_only=True):
    """A link shall go to `new_email`, and a notice of it to the present address."""

    token_id: TokenId
    new_email: str
    expires_at: datetime
    ip_address: str


class EmailChanged(AccountEvent, frozen=True, kw_only=True):
    """The account has a new address, `email`; the old one is told too."""

    old_email: str
    ip_address: str


class NewSignIn(AccountEvent, frozen=True, kw_only=True):
    """A session was opened on a device that none of the user's active sessions is on."""

    session_id: SessionId
    device_info: str
    ip_address: str


class SuspiciousSignIn(AccountEvent, frozen=True, kw_only=True):
    """A session was opened while another one was active on a different network."""

    session_id: SessionId
    device_info: str
    ip_address: str
    others_ended: int


class AccountDeleted(AccountEvent, frozen=True, kw_only=True):
    """The account is gone; this is the last mail to its address."""
