"""Every setting in words, and `.env.example` made of them."""

from typing import Final, cast

import msgspec

from shop_adapters.composition.settings import Settings

NOTES: Final[dict[str, dict[str, str]]] = {
    "Where it runs, and who may talk to it": {
        "shop_env": "development, production (nothing unsafe starts) or testing",
        "secret_key": "at least 32 bytes; development makes one and keeps it in var/secret-key; required in production",
        "debug": "true in development, refused in production",
        "allowed_hosts": "names that the Host header may hold; required in production, without *",
        "cors_allowed_origins": "origins of browser frontends, separated by commas; * in development only",
        "trusted_proxies": "addresses or networks whose X-Forwarded-For counts",
        "public_url": "base of links in mails and of return addresses of providers; required in production, https",
        "frontend_url": "where a browser is sent after paying, and where passwords are reset",
        "host": "address to listen on",
        "port": "port to listen on",
        "web_concurrency": "processes that serve; every processor in production",
        "rate_limit_per_minute": "requests of one client a minute; 0 = no limit",
        "metrics_token": "bearer token of /metrics, which is off without one",
    },
    "Storage": {
        "database_url": "sqlite:///relative.db, sqlite:////absolute.db or postgresql://user:password@host:port/name; "
        "development uses sqlite:///var/shop.db; required in production",
        "database_pool_size": "connections for writing, and again for reading, of each process; also its threads",
        "db_name": "with the next four another way to name a PostgreSQL, used where DATABASE_URL is not set",
        "db_user": "",
        "db_password": "",
        "db_host": "",
        "db_port": "",
        "redis_url": "a Redis or Valkey, to share what is known of limits between processes; without it, and while "
        "it is gone, the database counts attempts and each process counts requests",
        "media_dir": "folder of the pictures that are served below /media/",
    },
    "Mail": {
        "email_url": "smtp://user:password@host:port, smtps://…, console: or file:FOLDER; required in production",
        "email_from": "sender; in production shop@ the host of PUBLIC_URL",
    },
    "Payment providers (in development one without credentials is simulated; in production it is off)": {
        "paypal_base": "the live address in production",
        "paypal_client_id": "",
        "paypal_client_secret": "",
        "paypal_webhook_id": "without it PayPal's notifications can't be verified, and are refused",
        "redsys_base": "CaixaBank cards and Bizum; the live address in production",
        "redsys_merchant_code": "",
        "redsys_terminal": "",
        "redsys_secret_key": "",
        "binance_pay_base": "",
        "binance_pay_key": "",
        "binance_pay_secret": "",
    },
    "How it sells": {
        "shop_currency": "ISO 4217 code of the shop's prices",
        "order_expire_minutes": "an unpaid order gives its stock back after this time",
        "embedded_worker": "runs the worker, mail included, inside the serving process; true in development",
    },
    "Sessions and attempts (a limit of 0 is off)": {
        "strict_privacy": "true: answers tell nothing about which addresses have an account",
        "session_max_per_user": "one more login ends the oldest session",
        "session_expire_days": "",
        "session_auto_cleanup": "the worker removes sessions that ended long ago",
        "session_log_activities": "",
        "session_force_logout_on_suspicious_activity": "a login from another network ends the other sessions",
        "access_token_minutes": "",
        "refresh_token_days": "",
        "login_ip_max_attempts": "failures of one address in 15 minutes",
        "login_user_max_attempts": "failures on one account in 15 minutes",
        "register_ip_max_attempts": "in 60 minutes",
        "email_verification_max_attempts": "of one address in 15 minutes",
        "password_reset_max_attempts": "of one address in 60 minutes",
    },
}


def env_example() -> str:
    """Write the example file: every variable with its default, commented out, so that a copy changes nothing."""
    fields = {field.name: field for field in msgspec.structs.fields(Settings)}
    lines = ["# Copy this file to .env and uncomment what differs. The environment wins over the file."]
    for section, notes in NOTES.items():
        lines += ["", f"# {section}"]
        for name, note in notes.items():
            lines += [f"# {note}"] if note else []
            lines.append(f"#{name.upper()}={_shown(fields[name].default)}")
    return "\n".join(lines) + "\n"


def _shown(default: object) -> str:
    if default is msgspec.NODEFAULT or default is None:
        return ""
    if isinstance(default, tuple):
        return ",".join(map(str, cast("tuple[object, ...]", default)))
    if isinstance(default, bool):
        return str(default).lower()
    return str(default)
