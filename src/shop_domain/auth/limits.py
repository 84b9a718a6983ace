"""How often may a client attempt what?"""

from datetime import timedelta
from enum import StrEnum
from typing import Final

import msgspec

from shop_domain.auth.attempt_limit import AttemptLimit
from shop_domain.auth.errors import TooManyAttempts, TooManyRegistrations, TooManyResets, TooManyVerifications
from shop_domain.auth.login_throttle import WINDOW as LOGIN_WINDOW
from shop_domain.auth.login_throttle import LoginThrottle, login_throttle

REGISTRATION_WINDOW: Final = timedelta(minutes=60)
VERIFICATION_WINDOW: Final = timedelta(minutes=15)
RESET_WINDOW: Final = timedelta(minutes=60)
LONGEST_WINDOW: Final = max(REGISTRATION_WINDOW, VERIFICATION_WINDOW, RESET_WINDOW, LOGIN_WINDOW)
"""No counter is needed for longer after its last attempt."""


class LimitedAction(StrEnum):
    """What is counted by client, whatever comes of it."""

    REGISTRATION = "registration"
    VERIFICATION = "verification"
    RESEND = "resend"
    RESET = "reset"


ERRORS: Final[dict[LimitedAction, type[TooManyAttempts]]] = {
    LimitedAction.REGISTRATION: TooManyRegistrations,
    LimitedAction.VERIFICATION: TooManyVerifications,
    LimitedAction.RESEND: TooManyVerifications,
    LimitedAction.RESET: TooManyResets,
}


class AttemptLimits(msgspec.Struct, frozen=True, kw_only=True):
    """Every limit of attempts to authenticate."""

    login: LoginThrottle
    by_client: dict[LimitedAction, AttemptLimit]


def attempt_limits(
    *, login_ip: int, login_user: int, count_unknown_emails: bool, registration: int, verification: int, reset: int
) -> AttemptLimits:
    """Make the limits from their settings; zero turns one off."""
    return AttemptLimits(
        login=login_throttle(max_by_ip=login_ip, max_by_user=login_user, count_unknown_emails=count_unknown_emails),
        by_client={
            LimitedAction.REGISTRATION: AttemptLimit(max_attempts=registration, window=REGISTRATION_WINDOW),
            LimitedAction.VERIFICATION: AttemptLimit(max_attempts=verification, window=VERIFICATION_WINDOW),
            LimitedAction.RESEND: AttemptLimit(max_attempts=verification, window=VERIFICATION_WINDOW),
            LimitedAction.RESET: AttemptLimit(max_attempts=reset, window=RESET_WINDOW),
        },
    )
