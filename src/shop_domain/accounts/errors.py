"""What can go wrong with accounts and the links that are mailed to their owners."""

from enum import StrEnum

from shop_domain.kernel.errors import ErrorKind, InvalidFields, ShopError


class FieldMessage(StrEnum):
    """Messages that the shop itself tells apart: by the member, never by the text."""

    REQUIRED = "This field is required."
    BLANK = "This field may not be blank."
    EMAIL_TAKEN = "A user with this email already exists."
    USERNAME_TAKEN = "A user with this username already exists."
    WRONG_PASSWORD = "Current password is incorrect."  # noqa: S105 - a message, not a password


class EmailTaken(InvalidFields):
    """Another account has this address."""

    def __init__(self) -> None:
        super().__init__({"email": [FieldMessage.EMAIL_TAKEN]})


class UsernameTaken(InvalidFields):
    """Another account has this name."""

    def __init__(self) -> None:
        super().__init__({"username": [FieldMessage.USERNAME_TAKEN]})


class UserNotFound(ShopError):
    """There is no such user."""

    code = "user_not_found"
    kind = ErrorKind.NOT_FOUND
    message = "There is no such user."


class UnusableLink(ShopError):
    """A mailed link does not do anything, or not any more."""

    kind = ErrorKind.INVALID


class InvalidToken(UnusableLink):
    """The link's token is none of ours, or a newer one replaced it."""

    code = "invalid_token"
    message = "Invalid verification token."


class TokenUsed(UnusableLink):
    """The link did its work already."""

    code = "token_used"
    message = "This verification token has already been used."


class TokenExpired(UnusableLink):
    """The link is too old."""

    code = "token_expired"
    message = "This verification token has expired. Please request a new one."


class InvalidResetToken(InvalidToken):
    """The token is not of a link to choose a password, or a newer one replaced it."""

    message = "Invalid password reset token."


class ResetTokenUsed(TokenUsed):
    """A password was chosen with the link already."""

    message = "This password reset token has already been used."


class ResetTokenExpired(TokenExpired):
    """The link to choose a password is too old."""

    message = "This password reset token has expired. Please request a new one."


class AddressNotFound(ShopError):
    """There is no such address, or it is somebody else's."""

    code = "not_found"
    kind = ErrorKind.NOT_FOUND
    message = "Not found."


class TooManyAddresses(ShopError):
    """An account keeps no more addresses than this."""

    code = "too_many_addresses"
    kind = ErrorKind.INVALID
    message = "An account can keep at most 100 addresses."
