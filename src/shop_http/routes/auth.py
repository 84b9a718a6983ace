"""Registration, signing in and out, and passwords."""

from functools import partial

from litestar import Controller, Response, get, post
from litestar.params import FromPath, JSONBody

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
from shop_domain.kernel.errors import InvalidFields, ShopError
from shop_http.dependencies import (
    AuthTokens,
    CartMerge,
    CurrentCaller,
    EmailChange,
    Pages,
    Passwords,
    Prefetch,
    Registration,
    SignIn,
    Threads,
)
from shop_http.guards import anybody, public, user
from shop_http.pages.link_pages import REFUSED_LINK
from shop_http.prefetch import PrefetchRefused
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
from shop_http.thread_pools import Lane
from shop_http.waiting import decide_attempt

LINK_ERRORS: tuple[type[ShopError], ...] = (InvalidToken, TokenUsed, TokenExpired)
RESET_ERRORS: tuple[type[ShopError], ...] = (InvalidResetToken, ResetTokenUsed, ResetTokenExpired)
VERIFIED = MessageOut(message="Email verified successfully. You can now log in.")
EMAIL_CHANGED = MessageOut(message="Email changed successfully.")


class RegistrationController(Controller):
    """How somebody gets an account."""

    path = "/api/v1/auth"
    tags = ["Authentication"]

    @post(
        "/register/",
        guards=[public],
        operation_id="Register",
        status_code=201,
        lane=Lane.PASSWORDS,
        refuses=(InvalidFields, TooManyRegistrations, Blocked, HashingBusy),
    )
    def register(self, caller: CurrentCaller, data: JSONBody[Register], registration: Registration) -> Registered:
        """Open an account; it can be used once the address is verified."""
        user = registration.register(data.form(), caller.client)
        message = "Registration successful. Please check your email to verify your account."
        return Registered(message=message, user=UserOut.of(user))

    @get(
        "/verify-email/{token:str}/",
        guards=[public],
        operation_id="FollowVerificationLink",
        ignores_query=True,
        exception_handlers=REFUSED_LINK,
        refuses=(*LINK_ERRORS, PrefetchRefused, TooManyVerifications, Blocked),
    )
    def verify_email_by_link(
        self,
        token: FromPath[RawPathParam],
        caller: CurrentCaller,
        prefetch: Prefetch,
        pages: Pages,
        registration: Registration,
    ) -> Response[MessageOut]:
        """Verify an address by the link that was mailed to it."""
        if prefetch.require_intentional():
            registration.verify_email(token, caller.client)
        return pages.page_or_json("message.html.jinja", Response(VERIFIED))

    @post(
        "/verify-email/{token:str}/",
        guards=[public],
        operation_id="VerifyEmail",
        status_code=200,
        refuses=(*LINK_ERRORS, TooManyVerifications, Blocked),
    )
    def verify_email(
        self, token: FromPath[RawPathParam], caller: CurrentCaller, registration: Registration
    ) -> MessageOut:
        """Verify an address by the token that was mailed to it."""
        registration.verify_email(token, caller.client)
        return VERIFIED

    @post(
        "/resend-verification/",
        guards=[public],
        operation_id="ResendVerification",
        status_code=200,
        refuses=(InvalidFields, TooManyVerifications, Blocked),
    )
    def resend_verification(
        self, caller: CurrentCaller, data: JSONBody[EmailAddressIn], registration: Registration
    ) -> MessageOut:
        """Mail a new link where an account waits for one; older links stop working."""
        registration.resend_verification(data.email, caller.client)
        return MessageOut(message="If this address has an account to verify, a new verification email is on its way.")


class AuthController(Controller):
    """How somebody comes in, stays and leaves."""

    path = "/api/v1/auth"
    tags = ["Authentication"]

    @post(
        "/login/",
        guards=[anybody],
        operation_id="LogIn",
        status_code=200,
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
    async def login(
        self,
        caller: CurrentCaller,
        data: JSONBody[Login],
        sign_in: SignIn,
        cart_merge: CartMerge,
        thread_pools: Threads,
    ) -> LoggedIn:
        """Open a session; what a guest put in the cart comes along, and the guest's key dies."""
        log_in = partial(sign_in.login, data.email or "", data.password or "", caller.client, data.code)
        entered = await decide_attempt(thread_pools, log_in)
        if caller.guest_key is not None:
            merge = partial(cart_merge.merge_at_login, caller.guest_key, entered.user.id)
            await thread_pools.run_blocking(merge)
        tokens = entered.tokens
        return LoggedIn(access=tokens.access, refresh=tokens.refresh, user=UserOut.of(entered.user))

    @post(
        "/refresh/",
        guards=[public],
        operation_id="RefreshTokens",
        status_code=200,
        refuses=(TokenNotValid, TokenReused, SessionTerminated, NoActiveSession, Blocked),
    )
    def refresh(self, caller: CurrentCaller, data: JSONBody[Refresh], tokens: AuthTokens) -> Tokens:
        """Exchange a refresh token for the session's next pair; the pair before stops working."""
        return Tokens.of(tokens.refresh(data.refresh, caller.client))

    @post("/logout/", guards=[anybody], operation_id="LogOut", status_code=200)
    def logout(self, caller: CurrentCaller, data: JSONBody[Refresh], tokens: AuthTokens) -> MessageOut:
        """End the session of a refresh token; with a bearer, only the bearer's own can end."""
        tokens.logout(data.refresh, caller.client, caller.user)
        return MessageOut(message="Successfully logged out.")


class PasswordController(Controller):
    """How somebody changes what they come in with."""

    path = "/api/v1/auth"
    tags = ["Authentication"]

    @post(
        "/change-password/",
        guards=[user],
        operation_id="ChangePassword",
        status_code=200,
        lane=Lane.PASSWORDS,
        refuses=(InvalidFields, TooManyLogins, HashingBusy),
    )
    def change(self, caller: CurrentCaller, data: JSONBody[ChangePassword], passwords: Passwords) -> MessageOut:
        """Choose another password; all other sessions end."""
        passwords.change(caller.signed_in, data.current_password, data.new_password, caller.client)
        return MessageOut(message="Password changed successfully.")

    @post(
        "/password-reset/",
        guards=[public],
        operation_id="RequestPasswordReset",
        status_code=200,
        refuses=(InvalidFields, TooManyResets, Blocked),
    )
    def request_reset(self, caller: CurrentCaller, data: JSONBody[EmailAddressIn], passwords: Passwords) -> MessageOut:
        """Mail a link to choose a new password, if the address has an account."""
        passwords.request_reset(data.email, caller.client)
        return MessageOut(message="If this address has an account, a password reset email is on its way.")

    @post(
        "/password-reset/confirm/",
        guards=[public],
        operation_id="ResetPassword",
        status_code=200,
        lane=Lane.PASSWORDS,
        refuses=(InvalidFields, *RESET_ERRORS, Blocked, HashingBusy),
    )
    def confirm_reset(self, caller: CurrentCaller, data: JSONBody[ResetPassword], passwords: Passwords) -> MessageOut:
        """Choose a new password by the token that was mailed; every session ends."""
        passwords.confirm_reset(data.token, data.new_password, caller.client)
        return MessageOut(message="Password has been reset successfully. You can now log in.")

    @post(
        "/change-email/",
        guards=[user],
        operation_id="ChangeEmail",
        status_code=200,
        lane=Lane.PASSWORDS,
        refuses=(InvalidFields, TooManyLogins, HashingBusy),
    )
    def change_email(self, caller: CurrentCaller, data: JSONBody[ChangeEmail], email_change: EmailChange) -> MessageOut:
        """Mail a link to a new address; the account moves there when it is followed."""
        email_change.request(caller.signed_in, data.new_email, data.password, caller.client)
        return MessageOut(message="Please check your new email address to confirm the change.")

    @get(
        "/confirm-email/{token:str}/",
        guards=[public],
        operation_id="FollowEmailChangeLink",
        ignores_query=True,
        exception_handlers=REFUSED_LINK,
        refuses=(*LINK_ERRORS, EmailTaken, PrefetchRefused, TooManyVerifications, Blocked),
    )
    def confirm_email_by_link(
        self,
        token: FromPath[RawPathParam],
        caller: CurrentCaller,
        prefetch: Prefetch,
        pages: Pages,
        email_change: EmailChange,
    ) -> Response[MessageOut]:
        """Move the account to the address that the link was mailed to."""
        if prefetch.require_intentional():
            email_change.confirm(token, caller.client)
        return pages.page_or_json("message.html.jinja", Response(EMAIL_CHANGED))

    @post(
        "/confirm-email/{token:str}/",
        guards=[public],
        operation_id="ConfirmEmail",
        status_code=200,
        refuses=(*LINK_ERRORS, EmailTaken, TooManyVerifications, Blocked),
    )
    def confirm_email(
        self, token: FromPath[RawPathParam], caller: CurrentCaller, email_change: EmailChange
    ) -> MessageOut:
        """Move the account to the address that the token was mailed to."""
        email_change.confirm(token, caller.client)
        return EMAIL_CHANGED
