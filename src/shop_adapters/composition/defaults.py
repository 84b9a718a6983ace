"""What a setting is where nobody set it, as far as that depends on the surroundings."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy.engine import URL

from shop_adapters.composition.secret_key import load_or_create_secret_key

MAX_PORT: Final = 65535
SECRET_KEY_FILE: Final = Path("var/secret-key")
LIVE_PROVIDER_URLS: Final = {
    "paypal_base": "https://api-m.paypal.com",
    "redsys_base": "https://sis.redsys.es",
    "binance_pay_base": "https://bpay.binanceapi.com",
}


def defaults_for(given: Mapping[str, str]) -> dict[str, str]:
    """Answer the defaults of an environment, as texts by field; what production must be told is left out."""
    match given.get("shop_env", "development"):
        case "production":
            chosen = {"web_concurrency": str(os.cpu_count() or 1), "email_from": _sender(given), **LIVE_PROVIDER_URLS}
        case "testing":
            chosen = {"public_url": _public_url(given)}
        case _:
            chosen = {
                "public_url": _public_url(given),
                "debug": "true",
                "cors_allowed_origins": "*",
                "embedded_worker": "true",
            }
    return {"database_url": _database(given), "secret_key": _secret_key(given), **chosen}


def _database(given: Mapping[str, str]) -> str:
    if "database_url" in given:
        return given["database_url"]
    if "db_name" in given:
        return _from_parts(given)
    if given.get("shop_env") == "testing":
        folder = tempfile.mkdtemp(prefix="shop-testing-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return f"sqlite:///{folder}/shop.db"
    return "sqlite:///var/shop.db"


def _from_parts(given: Mapping[str, str]) -> str:
    port = given.get("db_port", "5432")
    return URL.create(
        "postgresql",
        username=given.get("db_user"),
        password=given.get("db_password"),
        host=given.get("db_host", "localhost"),
        port=int(port) if _is_port(port) else None,
        database=given["db_name"],
    ).render_as_string(hide_password=False)


def _secret_key(given: Mapping[str, str]) -> str:
    if "secret_key" in given or given.get("shop_env") == "production":
        return given.get("secret_key", "")
    return load_or_create_secret_key(SECRET_KEY_FILE)


def _public_url(given: Mapping[str, str]) -> str:
    host = given.get("host", "127.0.0.1")
    reachable = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not listened on
    port = given.get("port", "")
    shown = port if _is_port(port) and int(port) else 8000  # with 0 the port is chosen when the shop serves
    return f"http://{f'[{reachable}]' if ':' in reachable else reachable}:{shown}"


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdecimal() and int(text) <= MAX_PORT


def _sender(given: Mapping[str, str]) -> str:
    host = urlsplit(given.get("public_url", "")).hostname or "localhost"
    return f"Shop <shop@{host}>"
