"""How often may a client try what?"""

from datetime import timedelta
from enum import StrEnum
from typing import Final

import msgspec

from shop_domain.auth.attempt_limit import AttemptLimit
from shop_domain.auth.errors import TooManyAttempts, TooManyRegistrations, TooManyResets, TooManyVerifications
from shop_domain.auth.login_throttle import LoginThrottle, login_throttle

REGISTRATION_WINDOW: Final = timedelta(minutes=60)
VERIFICATION_WINDOW: Final = timedelta(minutes=15)
RESET_WINDOW: Final = timedelta(minutes=60)


class Counted(StrEnum):
    """What is counted by client, whatever comes of it."""

    REGISTRATION = "registration"
    VERIFICATION = "verification"
    RESEND = "resend"
    RESET = "reset"


REFUSALS: Final[dict[Counted, type[TooManyAttempts]]] = {
    Counted.REGISTRATION: TooManyRegistrations,
    Counted.VERIFICATION: TooManyVerifications,
    Counted.RESEND: TooManyVerifications,
    Counted.RESET: TooManyResets,
}


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Every limit at the door."""

    login: LoginThrottle
    by_client: dict[Counted, AttemptLimit]


def limits(
    *, login_ip: int, login_user: int, strangers_count: bool, registration: int, verification: int, reset: int
) -> Limits:
    """Make the limits from their settings; zero turns one off."""
    return Limits(
        login=login_throttle(ip_most=login_ip, user_most=login_user, strangers_count=strangers_count),
        by_client={
            Counted.REGISTRATION: AttemptLimit(most=registration, window=REGISTRATION_WINDOW),
            Counted.VERIFICATION: AttemptLimit(most=verification, window=VERIFICATION_WINDOW),
            Counted.RESEND: AttemptLimit(most=verification, window=VERIFICATION_WINDOW),
            Counted.RESET: AttemptLimit(most=reset, window=RESET_WINDOW),
        },
    )
