"""Registration, signing in and out, and passwords."""

from shop_domain.accounts.errors import (
    EmailTaken,
    InvalidResetToken,
    InvalidToken,
    ResetTokenExpired,
    ResetTokenUsed,
    TokenExpired,
    TokenUsed,
)
from shop_domain.auth.errors import (
    Blocked,
    HashingBusy,
    InactiveAccount,
    InvalidCredentials,
    InvalidSecondFactor,
    NoActiveSession,
    RequiredFields,
    SecondFactorRequired,
    SessionTerminated,
    TokenNotValid,
    TokenReused,
    TooManyLogins,
    TooManyRegistrations,
    TooManyResets,
    TooManyVerifications,
)
from shop_domain.auth.service.email_change import EmailChangeService
from shop_domain.auth.service.passwords import PasswordService
from shop_domain.auth.service.registration import RegistrationService
from shop_domain.auth.service.sign_in import SignInService
from shop_domain.auth.service.tokens import TokenService
from shop_domain.cart.service import CartMergeService
from shop_domain.kernel.errors import InvalidFields, ShopError
from shop_http.authentication import Caller
from shop_http.exchange import Glance
from shop_http.guards import Access, FetchedAhead, in_earnest
from shop_http.routing import Controller, get, post
from shop_http.wire.auth import (
    Address,
    ChangeEmail,
    ChangePassword,
    LoggedIn,
    Login,
    Message,
    Refresh,
    Register,
    Registered,
    ResetPassword,
    Tokens,
    UserOut,
)
from shop_http.wire.body import Unjudged
from shop_http.workers import Lane

LINK_REFUSALS: tuple[type[ShopError], ...] = (InvalidToken, TokenUsed, TokenExpired)
RESET_REFUSALS: tuple[type[ShopError], ...] = (InvalidResetToken, ResetTokenUsed, ResetTokenExpired)
VERIFIED = Message(message="Email verified successfully. You can now log in.")
MOVED = Message(message="Email changed successfully.")


class RegistrationController(Controller):
    """How somebody gets an account."""

    path = "/api/v1/auth"
    tag = "Authentication"

    @post(
        "/register/",
        access=Access.PUBLIC,
        operation_id="Register",
        lane=Lane.PASSWORDS,
        status=201,
        refuses=(InvalidFields, TooManyRegistrations, Blocked, HashingBusy),
    )
    def register(self, caller: Caller, body: Register, registration: RegistrationService) -> Registered:
        """Open an account; it can be used once the address is verified."""
        user = registration.register(body.form(), caller.client)
        message = "Registration successful. Please check your email to verify your account."
        return Registered(message=message, user=UserOut.of(user))

    @get(
        "/verify-email/{token:str}/",
        access=Access.PUBLIC,
        operation_id="FollowVerificationLink",
        mailed=True,
        refuses=(*LINK_REFUSALS, FetchedAhead, TooManyVerifications, Blocked),
    )
    def follow_link(
        self, token: Unjudged, caller: Caller, glance: Glance, registration: RegistrationService
    ) -> Message:
        """Verify an address by the link that was mailed to it."""
        if in_earnest(glance):
            registration.verify_email(token, caller.client)
        return VERIFIED

    @post(
        "/verify-email/{token:str}/",
        access=Access.PUBLIC,
        operation_id="VerifyEmail",
        refuses=(*LINK_REFUSALS, TooManyVerifications, Blocked),
    )
    def verify_email(self, token: Unjudged, caller: Caller, registration: RegistrationService) -> Message:
        """Verify an address by the token that was mailed to it."""
        registration.verify_email(token, caller.client)
        return VERIFIED

    @post(
        "/resend-verification/",
        access=Access.PUBLIC,
        operation_id="ResendVerification",
        refuses=(InvalidFields, TooManyVerifications, Blocked),
    )
    def resend(self, caller: Caller, body: Address, registration: RegistrationService) -> Message:
        """Mail a new link where an account waits for one; older links stop working."""
        registration.resend_verification(body.email, caller.client)
        return Message(message="If this address has an account to verify, a new verification email is on its way.")


class AuthController(Controller):
    """How somebody comes in, stays and leaves."""

    path = "/api/v1/auth"
    tag = "Authentication"

    @post(
        "/login/",
        access=Access.ANYBODY,
        operation_id="LogIn",
        lane=Lane.PASSWORDS,
        refuses=(
            InvalidCredentials,
            InactiveAccount,
            RequiredFields,
            SecondFactorRequired,
            InvalidSecondFactor,
            TooManyLogins,
            Blocked,
            HashingBusy,
        ),
    )
    def login(self, caller: Caller, body: Login, sign_in: SignInService, carts: CartMergeService) -> LoggedIn:
        """Open a session; what a guest put in the cart comes along, and the guest's key dies."""
        entered = sign_in.login(body.email or "", body.password or "", caller.client, body.code)
        if caller.guest_key is not None:
            carts.take_along(caller.guest_key, entered.user.id)
        tokens = entered.tokens
        return LoggedIn(access=tokens.access, refresh=tokens.refresh, user=UserOut.of(entered.user))

    @post(
        "/refresh/",
        access=Access.PUBLIC,
        operation_id="RefreshTokens",
        refuses=(TokenNotValid, TokenReused, SessionTerminated, NoActiveSession, Blocked),
    )
    def refresh(self, caller: Caller, body: Refresh, tokens: TokenService) -> Tokens:
        """Exchange a refresh token for the session's next pair; the pair before stops working."""
        return Tokens.of(tokens.refresh(body.refresh, caller.client))

    @post("/logout/", access=Access.ANYBODY, operation_id="LogOut")
    def logout(self, caller: Caller, body: Refresh, tokens: TokenService) -> Message:
        """End the session of a refresh token; with a bearer, only the bearer's own can end."""
        tokens.logout(body.refresh, caller.client, caller.user)
        return Message(message="Successfully logged out.")


class PasswordController(Controller):
    """How somebody changes what they come in with."""

    path = "/api/v1/auth"
    tag = "Authentication"

    @post(
        "/change-password/",
        access=Access.USER,
        operation_id="ChangePassword",
        lane=Lane.PASSWORDS,
        refuses=(InvalidFields, TooManyLogins, HashingBusy),
    )
    def change(self, caller: Caller, body: ChangePassword, passwords: PasswordService) -> Message:
        """Choose another password; all other sessions end."""
        passwords.change(caller.signed_in, body.current_password, body.new_password, caller.client)
        return Message(message="Password changed successfully.")

    @post(
        "/password-reset/",
        access=Access.PUBLIC,
        operation_id="RequestPasswordReset",
        refuses=(InvalidFields, TooManyResets, Blocked),
    )
    def request_reset(self, caller: Caller, body: Address, passwords: PasswordService) -> Message:
        """Mail a link to choose a new password, if the address has an account."""
        passwords.request_reset(body.email, caller.client)
        return Message(message="If this address has an account, a password reset email is on its way.")

    @post(
        "/password-reset/confirm/",
        access=Access.PUBLIC,
        operation_id="ResetPassword",
        lane=Lane.PASSWORDS,
        refuses=(InvalidFields, *RESET_REFUSALS, Blocked, HashingBusy),
    )
    def confirm_reset(self, caller: Caller, body: ResetPassword, passwords: PasswordService) -> Message:
        """Choose a new password by the token that was mailed; every session ends."""
        passwords.confirm_reset(body.token, body.new_password, caller.client)
        return Message(message="Password has been reset successfully. You can now log in.")

    @post(
        "/change-email/",
        access=Access.USER,
        operation_id="ChangeEmail",
        lane=Lane.PASSWORDS,
        refuses=(InvalidFields, TooManyLogins, HashingBusy),
    )
    def change_email(self, caller: Caller, body: ChangeEmail, email_change: EmailChangeService) -> Message:
        """Mail a link to a new address; the account moves there when it is followed."""
        email_change.request(caller.signed_in, body.new_email, body.password, caller.client)
        return Message(message="Please check your new email address to confirm the change.")

    @get(
        "/confirm-email/{token:str}/",
        access=Access.PUBLIC,
        operation_id="FollowEmailChangeLink",
        mailed=True,
        refuses=(*LINK_REFUSALS, EmailTaken, FetchedAhead, TooManyVerifications, Blocked),
    )
    def follow_link(self, token: Unjudged, caller: Caller, glance: Glance, email_change: EmailChangeService) -> Message:
        """Move the account to the address that the link was mailed to."""
        if in_earnest(glance):
            email_change.confirm(token, caller.client)
        return MOVED

    @post(
        "/confirm-email/{token:str}/",
        access=Access.PUBLIC,
        operation_id="ConfirmEmail",
        refuses=(*LINK_REFUSALS, EmailTaken, TooManyVerifications, Blocked),
    )
    def confirm_email(self, token: Unjudged, caller: Caller, email_change: EmailChangeService) -> Message:
        """Move the account to the address that the token was mailed to."""
        email_change.confirm(token, caller.client)
        return MOVED
