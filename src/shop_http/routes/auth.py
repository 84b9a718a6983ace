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
from shop_domain.auth.service.change_email import EmailChangeService
from shop_domain.auth.service.change_password import PasswordService
from shop_domain.auth.service.refresh_tokens import TokenService
from shop_domain.auth.service.register_user import RegistrationService
from shop_domain.auth.service.sign_in import SignInService
from shop_domain.cart.service import CartMergeService
from shop_domain.kernel.errors import InvalidFields, ShopError
from shop_http.authentication import Caller
from shop_http.exchange import Glance
from shop_http.guards import Access, PrefetchRefused, require_intentional
from shop_http.routing import Controller, get, post
from shop_http.schemas.auth import (
    ChangeEmail,
    ChangePassword,
    EmailAddressIn,
    LoggedIn,
    Login,
    MessageOut,
    Refresh,
    Register,
    Registered,
    ResetPassword,
    Tokens,
    UserOut,
)
from shop_http.schemas.request_types import RawPathParam
from shop_http.workers import Lane

LINK_ERRORS: tuple[type[ShopError], ...] = (InvalidToken, TokenUsed, TokenExpired)
RESET_ERRORS: tuple[type[ShopError], ...] = (InvalidResetToken, ResetTokenUsed, ResetTokenExpired)
VERIFIED = MessageOut(message="Email verified successfully. You can now log in.")
EMAIL_CHANGED = MessageOut(message="Email changed successfully.")


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
        refuses=(*LINK_ERRORS, PrefetchRefused, TooManyVerifications, Blocked),
    )
    def verify_email_by_link(
        self, token: RawPathParam, caller: Caller, prefetch: Glance, registration: RegistrationService
    ) -> MessageOut:
        """Verify an address by the link that was mailed to it."""
        if require_intentional(prefetch):
            registration.verify_email(token, caller.client)
        return VERIFIED

    @post(
        "/verify-email/{token:str}/",
        access=Access.PUBLIC,
        operation_id="VerifyEmail",
        refuses=(*LINK_ERRORS, TooManyVerifications, Blocked),
    )
    def verify_email(self, token: RawPathParam, caller: Caller, registration: RegistrationService) -> MessageOut:
        """Verify an address by the token that was mailed to it."""
        registration.verify_email(token, caller.client)
        return VERIFIED

    @post(
        "/resend-verification/",
        access=Access.PUBLIC,
        operation_id="ResendVerification",
        refuses=(InvalidFields, TooManyVerifications, Blocked),
    )
    def resend_verification(
        self, caller: Caller, body: EmailAddressIn, registration: RegistrationService
    ) -> MessageOut:
        """Mail a new link where an account waits for one; older links stop working."""
        registration.resend_verification(body.email, caller.client)
        return MessageOut(message="If this address has an account to verify, a new verification email is on its way.")


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
    def login(self, caller: Caller, body: Login, login: SignInService, carts: CartMergeService) -> LoggedIn:
        """Open a session; what a guest put in the cart comes along, and the guest's key dies."""
        entered = login.login(body.email or "", body.password or "", caller.client, body.code)
        if caller.guest_key is not None:
            carts.merge_at_login(caller.guest_key, entered.user.id)
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
    def logout(self, caller: Caller, body: Refresh, tokens: TokenService) -> MessageOut:
        """End the session of a refresh token; with a bearer, only the bearer's own can end."""
        tokens.logout(body.refresh, caller.client, caller.user)
        return MessageOut(message="Successfully logged out.")


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
    def change(self, caller: Caller, body: ChangePassword, passwords: PasswordService) -> MessageOut:
        """Choose another password; all other sessions end."""
        passwords.change(caller.signed_in, body.current_password, body.new_password, caller.client)
        return MessageOut(message="Password changed successfully.")

    @post(
        "/password-reset/",
        access=Access.PUBLIC,
        operation_id="RequestPasswordReset",
        refuses=(InvalidFields, TooManyResets, Blocked),
    )
    def request_reset(self, caller: Caller, body: EmailAddressIn, passwords: PasswordService) -> MessageOut:
        """Mail a link to choose a new password, if the address has an account."""
        passwords.request_reset(body.email, caller.client)
        return MessageOut(message="If this address has an account, a password reset email is on its way.")

    @post(
        "/password-reset/confirm/",
        access=Access.PUBLIC,
        operation_id="ResetPassword",
        lane=Lane.PASSWORDS,
        refuses=(InvalidFields, *RESET_ERRORS, Blocked, HashingBusy),
    )
    def confirm_reset(self, caller: Caller, body: ResetPassword, passwords: PasswordService) -> MessageOut:
        """Choose a new password by the token that was mailed; every session ends."""
        passwords.confirm_reset(body.token, body.new_password, caller.client)
        return MessageOut(message="Password has been reset successfully. You can now log in.")

    @post(
        "/change-email/",
        access=Access.USER,
        operation_id="ChangeEmail",
        lane=Lane.PASSWORDS,
        refuses=(InvalidFields, TooManyLogins, HashingBusy),
    )
    def change_email(self, caller: Caller, body: ChangeEmail, email_change: EmailChangeService) -> MessageOut:
        """Mail a link to a new address; the account moves there when it is followed."""
        email_change.request(caller.signed_in, body.new_email, body.password, caller.client)
        return MessageOut(message="Please check your new email address to confirm the change.")

    @get(
        "/confirm-email/{token:str}/",
        access=Access.PUBLIC,
        operation_id="FollowEmailChangeLink",
        mailed=True,
        refuses=(*LINK_ERRORS, EmailTaken, PrefetchRefused, TooManyVerifications, Blocked),
    )
    def confirm_email_by_link(
        self, token: RawPathParam, caller: Caller, prefetch: Glance, email_change: EmailChangeService
    ) -> MessageOut:
        """Move the account to the address that the link was mailed to."""
        if require_intentional(prefetch):
            email_change.confirm(token, caller.client)
        return EMAIL_CHANGED

    @post(
        "/confirm-email/{token:str}/",
        access=Access.PUBLIC,
        operation_id="ConfirmEmail",
        refuses=(*LINK_ERRORS, EmailTaken, TooManyVerifications, Blocked),
    )
    def confirm_email(self, token: RawPathParam, caller: Caller, email_change: EmailChangeService) -> MessageOut:
        """Move the account to the address that the token was mailed to."""
        email_change.confirm(token, caller.client)
        return EMAIL_CHANGED
