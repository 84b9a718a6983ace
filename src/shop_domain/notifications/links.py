"""Where does a mail's link lead?"""

import msgspec

from shop_domain.accounts.one_time_token import Purpose
from shop_domain.orders.model import OrderNumber


class MailLinks(msgspec.Struct, frozen=True, kw_only=True):
    """The addresses that links start with; they are settings, never taken from a request."""

    public_url: str
    frontend_url: str | None = None

    def with_token(self, purpose: Purpose, token: str) -> str:
        """Lead to where the token is used up; a password is reset on a page, so its token stays in the fragment."""
        match purpose:
            case Purpose.EMAIL_VERIFICATION:
                return f"{self.public_url}/api/v1/auth/verify-email/{token}/"
            case Purpose.EMAIL_CHANGE:
                return f"{self.public_url}/api/v1/auth/confirm-email/{token}/"
            case Purpose.PASSWORD_RESET:
                return f"{self.frontend_url or self.public_url}/reset-password#token={token}"

    def to_order(self, number: OrderNumber, guest_token: str | None) -> str | None:
        """Lead to an order; a guest's token opens it. None where a signed-in buyer has no page to look at."""
        if self.frontend_url:
            return f"{self.frontend_url}/orders/{number}" + (f"#token={guest_token}" if guest_token else "")
        if guest_token:
            return f"{self.public_url}/api/v1/orders/{number}/?token={guest_token}"
        return None
