"""What is said and answered at the door."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from shop_domain.accounts.model import User
from shop_domain.accounts.registration_form import RegistrationForm
from shop_domain.auth.model import Session, SessionCount, SessionId, TokenPair
from shop_domain.auth.session_policy import SessionPolicy
from shop_http.schemas.request_types import AwareDatetime, BodySchema, Required, Secret

Typed = Annotated[str, Meta(max_length=1_000)]
"""A text that the domain judges, with messages of its own."""
TypedPassword = Annotated[str, Meta(max_length=4_096, description="8 to 128 characters.")]
Token = Annotated[str, Meta(min_length=1, max_length=4_096)]


class Register(BodySchema, frozen=True, kw_only=True):
    """A registration. All but the phone is required; whatever is missing or wrong is told at once."""

    email: Annotated[Typed, Required] | UnsetType = UNSET
    username: Annotated[Typed, Required] | UnsetType = UNSET
    password: Annotated[TypedPassword, Required] | UnsetType = UNSET
    first_name: Annotated[Typed, Required] | UnsetType = UNSET
    last_name: Annotated[Typed, Required] | UnsetType = UNSET
    phone: Typed | None = None

    def form(self) -> RegistrationForm:
        return RegistrationForm(
            email=_sent(self.email),
            username=_sent(self.username),
            password=_sent(self.password),
            first_name=_sent(self.first_name),
            last_name=_sent(self.last_name),
            phone=self.phone,
        )


class Login(BodySchema, frozen=True, kw_only=True):
    """An address and a password; both are required."""

    email: Annotated[Typed, Required] | None = None
    password: Annotated[TypedPassword, Required] | None = None
    code: Annotated[str, Meta(max_length=64, description="From the authenticator app, where one is in use.")] | None = (
        None
    )


class Refresh(BodySchema, frozen=True, kw_only=True):
    """A refresh token."""

    refresh: Token


class EmailAddressIn(BodySchema, frozen=True, kw_only=True):
    """A mail address."""

    email: Typed


class ChangePassword(BodySchema, frozen=True, kw_only=True):
    """The present password and the next one."""

    current_password: Secret
    new_password: TypedPassword


class ResetPassword(BodySchema, frozen=True, kw_only=True):
    """The token of a mailed link and the next password."""

    token: Token
    new_password: TypedPassword


class ChangeEmail(BodySchema, frozen=True, kw_only=True):
    """The address to move to, and the password."""

    new_email: Typed
    password: Secret


class Reauthenticate(BodySchema, frozen=True, kw_only=True):
    """The password once more."""

    password: Secret


class ConfirmFactor(BodySchema, frozen=True, kw_only=True):
    """The code that the app shows."""

    code: Annotated[str, Meta(min_length=1, max_length=64)]


class EnrolmentOut(msgspec.Struct, frozen=True, kw_only=True):
    """What an authenticator app is fed with."""

    secret: str
    otpauth_url: str


class RecoveryCodes(msgspec.Struct, frozen=True, kw_only=True):
    """Codes that each work once in the app's place; they are shown this once."""

    recovery_codes: tuple[str, ...]


class MessageOut(msgspec.Struct, frozen=True, kw_only=True):
    """What was done, in words."""

    message: str


class UserOut(msgspec.Struct, frozen=True, kw_only=True):
    """An account, as its owner sees it."""

    id: UUID
    email: str
    username: str
    first_name: str
    last_name: str
    phone: str
    is_active: bool
    is_staff: bool
    email_verified_at: AwareDatetime | None
    date_joined: AwareDatetime

    @classmethod
    def of(cls, user: User) -> "UserOut":
        return cls(**{name: getattr(user, name) for name in cls.__struct_fields__})


class Registered(msgspec.Struct, frozen=True, kw_only=True):
    """A new account that waits for its address to be verified."""

    message: str
    user: UserOut


class LoggedIn(msgspec.Struct, frozen=True, kw_only=True):
    """A session's first tokens, and whose they are."""

    access: str
    refresh: str
    user: UserOut


class Tokens(msgspec.Struct, frozen=True, kw_only=True):
    """A session's next tokens."""

    access: str
    refresh: str

    @classmethod
    def of(cls, pair: TokenPair) -> "Tokens":
        return cls(access=pair.access, refresh=pair.refresh)


class SessionOut(msgspec.Struct, frozen=True, kw_only=True):
    """One of the caller's sessions."""

    id: UUID
    device_info: str
    ip_address: str
    created_at: AwareDatetime
    last_activity: AwareDatetime
    is_current: bool

    @classmethod
    def of(cls, session: Session, current: SessionId) -> "SessionOut":
        """Show a session to the one who calls from the current one."""
        return cls(
            id=session.id,
            device_info=session.device_info,
            ip_address=session.ip_address,
            created_at=session.created_at,
            last_activity=session.last_activity,
            is_current=session.id == current,
        )


class Deactivated(msgspec.Struct, frozen=True, kw_only=True):
    """How many sessions were ended."""

    message: str
    deactivated_count: int


class SecuritySettings(msgspec.Struct, frozen=True, kw_only=True):
    """The rules that sessions live by."""

    max_sessions_per_user: int
    session_expire_days: int
    auto_cleanup_sessions: bool
    log_session_activities: bool
    force_logout_on_suspicious_activity: bool
    access_token_minutes: int
    refresh_token_days: int


class SessionStats(msgspec.Struct, frozen=True, kw_only=True):
    """How many sessions the caller has, and the rules that they live by."""

    active_sessions: int
    total_sessions: int
    max_allowed: int
    expire_days: int
    security_settings: SecuritySettings

    @classmethod
    def of(cls, count: SessionCount, policy: SessionPolicy) -> "SessionStats":
        return cls(
            active_sessions=count.active,
            total_sessions=count.total,
            max_allowed=policy.max_per_user,
            expire_days=policy.lifetime.days,
            security_settings=SecuritySettings(
                max_sessions_per_user=policy.max_per_user,
                session_expire_days=policy.lifetime.days,
                auto_cleanup_sessions=policy.auto_cleanup,
                log_session_activities=policy.log_activities,
                force_logout_on_suspicious_activity=policy.end_others_when_suspicious,
                access_token_minutes=int(policy.access_lifetime.total_seconds()) // 60,
                refresh_token_days=policy.idle_timeout.days,
            ),
        )


def _sent(text: str | UnsetType) -> str | None:
    return None if isinstance(text, UnsetType) else text
