"""How the door says no."""

from typing import Final

from shop_domain.kernel.errors import InvalidFields, Kind, ShopError

WRONG_PASSWORD: Final = "Current password is incorrect."  # noqa: S105 - a message


class InvalidCredentials(ShopError):
    """Nobody has this address and this password."""

    code = "invalid_credentials"
    kind = Kind.INVALID
    message = "Invalid email or password."
    whole_form = True


class HiddenAccount(InvalidCredentials):
    """The password is right, but the address is not verified, and nobody shall learn which addresses have accounts."""


class InactiveAccount(ShopError):
    """The password is right, but the address is not verified, or staff shut the account."""

    code = "inactive_account"
    kind = Kind.INVALID
    message = "User account is not active. Please verify your email."
    whole_form = True


class SecondFactorRequired(ShopError):
    """The password is right, and the account asks for a code beside it."""

    code = "second_factor_required"
    kind = Kind.INVALID
    message = "Enter the code that your authenticator app shows."
    whole_form = True


class InvalidSecondFactor(ShopError):
    """The code is not the one that the app shows now, or it was used already."""

    code = "invalid_second_factor"
    kind = Kind.INVALID
    message = "This code is not valid."
    whole_form = True


class SecondFactorStands(ShopError):
    """The account has a second factor already, or none that could be confirmed."""

    code = "second_factor_stands"
    kind = Kind.CONFLICT
    message = "There is no second factor to confirm, or one is in use already."


class RequiredFields(ShopError):
    """An address and a password are needed to sign in."""

    code = "required_fields"
    kind = Kind.INVALID
    message = "Must include email and password."
    whole_form = True


class SessionTerminated(ShopError):
    """The session was ended."""

    code = "session_terminated"
    kind = Kind.UNAUTHENTICATED
    message = "Session has been terminated"


class NoActiveSession(ShopError):
    """The token is genuine, but its session is not there any more."""

    code = "no_active_session"
    kind = Kind.UNAUTHENTICATED
    message = "No active sessions found"


class TokenNotValid(ShopError):
    """The token is forged, expired, replaced, or no token."""

    code = "token_not_valid"
    kind = Kind.UNAUTHENTICATED
    message = "Token is invalid or expired"


class TokenReused(ShopError):
    """A refresh token came back after it was replaced; its session is over."""

    code = "token_reused"
    kind = Kind.UNAUTHENTICATED
    message = "Token is invalid or expired"


class TooManyAttempts(ShopError):
    """The client, or somebody at this account, tried too often."""

    code = "rate_limited"
    kind = Kind.LIMITED
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
    kind = Kind.FORBIDDEN
    message = "Access from here has been blocked."


class NotPermitted(ShopError):
    """The caller's role does not include this."""

    code = "permission_denied"
    kind = Kind.FORBIDDEN
    message = "You do not have permission to perform this action."


class CannotChangeSelf(ShopError):
    """Nobody changes their own standing."""

    code = "cannot_change_self"
    kind = Kind.CONFLICT
    message = "You cannot change your own standing."


class AccountErased(ShopError):
    """The account's owner has left and was erased; nothing opens it again."""

    code = "account_erased"
    kind = Kind.CONFLICT
    message = "This account was erased at its owner's wish."


class CannotShutOutSelf(CannotChangeSelf):
    """Nobody shuts out the network that they are in: they could not let anybody in again."""

    message = "You are in this network yourself."


class LastAdministrator(ShopError):
    """The only administrator can't leave the shop."""

    code = "last_administrator"
    kind = Kind.CONFLICT
    message = "The shop needs an administrator. Please appoint another one first."


class BlockNotFound(ShopError):
    """There is no such block in force."""

    code = "block_not_found"
    kind = Kind.NOT_FOUND
    message = "There is no such block in force."


class SessionNotFound(ShopError):
    """The user has no such session."""

    code = "session_not_found"
    kind = Kind.NOT_FOUND
    message = "Session not found."


class WrongCurrentPassword(InvalidFields):
    """The password that should prove who is asking is not theirs."""

    def __init__(self, field: str) -> None:
        super().__init__({field: [WRONG_PASSWORD]})


class HashingBusy(ShopError):
    """More passwords wait to be checked than can be soon."""

    code = "service_unavailable"
    kind = Kind.UNAVAILABLE
    message = "The service is busy. Please try again."

    def __init__(self) -> None:
        super().__init__(retry_after=1)
