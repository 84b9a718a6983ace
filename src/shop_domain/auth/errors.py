"""How authentication refuses."""

from shop_domain.accounts.errors import FieldMessage
from shop_domain.kernel.errors import ErrorKind, InvalidFields, ShopError


class InvalidCredentials(ShopError):
    """Nobody has this address and this password."""

    code = "invalid_credentials"
    kind = ErrorKind.INVALID
    message = "Invalid email or password."
    is_form_error = True


class ConcealedInactiveAccount(InvalidCredentials):
    """The password is right, but the address is not verified, and nobody shall learn which addresses have accounts."""


class InactiveAccount(ShopError):
    """The password is right, but the address is not verified, or staff shut the account."""

    code = "inactive_account"
    kind = ErrorKind.INVALID
    message = "User account is not active. Please verify your email."
    is_form_error = True


class SecondFactorRequired(ShopError):
    """The password is right, and the account asks for a code beside it."""

    code = "second_factor_required"
    kind = ErrorKind.INVALID
    message = "Enter the code that your authenticator app shows."
    is_form_error = True


class InvalidSecondFactor(ShopError):
    """The code is not the one that the app shows now, or it was used already."""

    code = "invalid_second_factor"
    kind = ErrorKind.INVALID
    message = "This code is not valid."
    is_form_error = True


class RequiredFields(ShopError):
    """An address and a password are needed to sign in."""

    code = "required_fields"
    kind = ErrorKind.INVALID
    message = "Must include email and password."
    is_form_error = True


class SessionTerminated(ShopError):
    """The session was ended."""

    code = "session_terminated"
    kind = ErrorKind.UNAUTHENTICATED
    message = "Session has been terminated"


class NoActiveSession(ShopError):
    """The token is genuine, but its session is not there any more."""

    code = "no_active_session"
    kind = ErrorKind.UNAUTHENTICATED
    message = "No active sessions found"


class TokenNotValid(ShopError):
    """The token is forged, expired, replaced, or no token."""

    code = "token_not_valid"
    kind = ErrorKind.UNAUTHENTICATED
    message = "Token is invalid or expired"


class TokenReused(ShopError):
    """A refresh token came back after it was replaced; its session is over."""

    code = "token_reused"
    kind = ErrorKind.UNAUTHENTICATED
    message = "Token is invalid or expired"


class TooManyAttempts(ShopError):
    """The client, or somebody at this account, tried too often."""

    code = "rate_limited"
    kind = ErrorKind.RATE_LIMITED
    message = "Too many attempts. Please try again later."


class TooManyLogins(TooManyAttempts):
    """Too many wrong passwords, from this client or at this account."""

    message = "Too many failed login attempts. Please try again later."


class TooManyRegistrations(TooManyAttempts):
    """Too many accounts were asked for from this client."""

    message = "Too many registration attempts. Please try again later."


class TooManyVerifications(TooManyAttempts):
    """Too many links were followed or asked for from this client."""

    message = "Too many verification attempts. Please try again later."


class TooManyResets(TooManyAttempts):
    """Too many password resets were asked for from this client."""

    message = "Too many password reset attempts. Please try again later."


class Blocked(ShopError):
    """Staff shut this client, or this account, out."""

    code = "blocked"
    kind = ErrorKind.FORBIDDEN
    message = "Access from here has been blocked."


class SessionNotFound(ShopError):
    """The user has no such session."""

    code = "session_not_found"
    kind = ErrorKind.NOT_FOUND
    message = "Session not found."


class WrongCurrentPassword(InvalidFields):
    """The password that should prove who is asking is not theirs."""

    def __init__(self, field: str) -> None:
        super().__init__({field: [FieldMessage.WRONG_PASSWORD]})


class HashingBusy(ShopError):
    """More passwords wait to be checked than can be soon."""

    code = "service_unavailable"
    kind = ErrorKind.UNAVAILABLE
    message = "The service is busy. Please try again."

    def __init__(self) -> None:
        super().__init__(retry_after=1)


class AttemptsInFlight(Exception):
    """Attempts that are not decided yet take all that is allowed: whoever may wait calls again soon."""
