"""Every setting of the shop: one frozen struct, a field for each variable."""

from enum import StrEnum
from typing import Annotated, Final, Literal

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

MEMORY_URL: Final = "memory:"
"""The database address of a shop that forgets everything when its process ends."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What the shop is told by its surroundings; read by environment.py, explained in env_example.py."""

    # Where it runs, and who may talk to it
    shop_env: ShopEnv = ShopEnv.DEVELOPMENT
    secret_key: str
    debug: bool = False
    allowed_hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "::1")
    cors_allowed_origins: tuple[str, ...] = ()
    trusted_proxies: tuple[str, ...] = ()
    public_url: str = "http://127.0.0.1:8000"
    frontend_url: str | None = None
    host: str = "127.0.0.1"
    port: Port = 8000
    web_concurrency: Processes = 1
    rate_limit_per_minute: Count = 600
    metrics_token: str | None = None

    # What it keeps things in
    database_url: str
    database_pool_size: Connections = 8
    db_name: str | None = None
    db_user: str | None = None
    db_password: str | None = None
    db_host: str = "localhost"
    db_port: Port = 5432
    redis_url: str | None = None
    media_dir: str = "var/media"

    # Mail
    email_url: str = "file:var/mail"
    email_from: str = "Shop <shop@localhost>"

    # Payment providers
    paypal_base: str = "https://api-m.sandbox.paypal.com"
    paypal_client_id: str | None = None
    paypal_client_secret: str | None = None
    paypal_webhook_id: str | None = None
    redsys_base: str = "https://sis-t.redsys.es:25443"
    redsys_merchant_code: str | None = None
    redsys_terminal: Annotated[str, Meta(pattern=r"^[0-9]{1,3}\Z")] = "1"
    redsys_secret_key: str | None = None
    binance_pay_base: str = "https://bpay.binanceapi.com"
    binance_pay_key: str | None = None
    binance_pay_secret: str | None = None

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
