"""Every setting of the shop: one frozen struct, a field for each variable."""

from enum import StrEnum
from typing import Annotated, Any, Final, Literal, get_args, get_type_hints

import msgspec
from msgspec import Meta


class ShopEnv(StrEnum):
    """Where the shop runs."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"
    TESTING = "testing"


Count = Annotated[int, Meta(ge=0, le=1_000_000)]
Processes = Annotated[int, Meta(ge=1, le=1_024)]
Connections = Annotated[int, Meta(ge=1, le=1_000)]
Minutes = Annotated[int, Meta(ge=1, le=525_600)]
"""A year at most."""
Days = Annotated[int, Meta(ge=1, le=3_650)]
"""Ten years at most."""
Port = Annotated[int, Meta(ge=0, le=65535)]
Secret = Annotated[str, Meta(extra={"kind": "secret"})]
Url = Annotated[str, Meta(extra={"kind": "url"})]
ProviderUrl = Annotated[str, Meta(extra={"kind": "provider_url"})]
CredentialUrl = Annotated[str, Meta(extra={"kind": "credential_url"})]
"""It may carry a password between the user's name and the host."""

MEMORY_URL: Final = "memory:"
"""The database address of a shop that forgets everything when its process ends."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What the shop is told by its surroundings; read by environment.py, explained in env_example.py."""

    # Where it runs, and who may talk to it
    shop_env: ShopEnv = ShopEnv.DEVELOPMENT
    secret_key: Secret
    debug: bool = False
    allowed_hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "::1")
    cors_allowed_origins: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    public_url: Url = "http://127.0.0.1:8000"
    frontend_url: Url | None = None
    host: str = "127.0.0.1"
    port: Port = 8000
    web_concurrency: Processes = 1
    rate_limit_per_minute: Count = 600
    metrics_token: Secret | None = None

    # What it keeps things in
    database_url: CredentialUrl
    database_pool_size: Connections = 8
    db_name: str | None = None
    db_user: str | None = None
    db_password: Secret | None = None
    db_host: str = "localhost"
    db_port: Port = 5432
    redis_url: CredentialUrl | None = None
    media_dir: str = "var/media"

    # Mail
    email_url: CredentialUrl = "file:var/mail"
    email_from: str = "Shop <shop@localhost>"

    # Payment providers
    paypal_base: ProviderUrl = "https://api-m.sandbox.paypal.com"
    paypal_client_id: str | None = None
    paypal_client_secret: Secret | None = None
    paypal_webhook_id: str | None = None
    redsys_base: ProviderUrl = "https://sis-t.redsys.es:25443"
    redsys_merchant_code: str | None = None
    redsys_terminal: Annotated[str, Meta(pattern=r"^[0-9]{1,3}\Z")] = "1"
    redsys_secret_key: Secret | None = None
    binance_pay_base: ProviderUrl = "https://bpay.binanceapi.com"
    binance_pay_key: Secret | None = None
    binance_pay_secret: Secret | None = None

    # How it sells
    shop_currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}\Z")] = "USD"
    order_expire_minutes: Minutes = 60
    embedded_worker: bool = False

    # Sessions and attempts
    strict_privacy: bool = False
    session_max_per_user: Count = 5
    session_expire_days: Days = 30
    session_auto_cleanup: bool = True
    session_log_activities: bool = True
    session_force_logout_on_suspicious_activity: bool = True
    access_token_minutes: Minutes = 15
    refresh_token_days: Days = 7
    login_ip_max_attempts: Count = 5
    login_user_max_attempts: Count = 3
    register_ip_max_attempts: Count = 10
    email_verification_max_attempts: Count = 10
    password_reset_max_attempts: Count = 5

    @property
    def storage(self) -> Literal["memory", "sql"]:
        """Tell which of the two storages the database address asks for."""
        return "memory" if self.database_url == MEMORY_URL else "sql"

    @property
    def is_production(self) -> bool:
        """Tell whether real shoppers are served."""
        return self.shop_env is ShopEnv.PRODUCTION

    def __repr__(self) -> str:
        """Name the environment only: a settings object in a log line must give no secret away."""
        return f"Settings(shop_env={self.shop_env.value!r}, …)"


def fields_marked(kind: str) -> tuple[str, ...]:
    """Name the settings whose type is marked as of this kind, in their order."""
    return tuple(name for name, hint in get_type_hints(Settings, include_extras=True).items() if _kind(hint) == kind)


def _kind(hint: Any) -> str | None:  # noqa: ANN401 - a type
    marks = [mark for part in (hint, *get_args(hint)) for mark in getattr(part, "__metadata__", ())]
    return next((mark.extra["kind"] for mark in marks if isinstance(mark, Meta) and mark.extra), None)
