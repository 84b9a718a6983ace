"""Which settings the shop starts with, and what it says where it does not."""

import stat

import pytest

from shop_adapters.composition.env_example import NOTES, env_example
from shop_adapters.composition.environment import FIELDS, load_settings
from shop_adapters.composition.settings import Settings, ShopEnv
from shop_adapters.composition.settings_masking import masked_settings
from shop_adapters.composition.settings_validation import SettingsError

KEY = "kQ8vT2mZ5xW1nB7cR4yH9jL3pD6sF0gA"
SAFE = {
    "SHOP_ENV": "production",
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "shop.example.com",
    "PUBLIC_URL": "https://shop.example.com",
    "DATABASE_URL": "postgresql://shop:pw@db/shop",
    "EMAIL_URL": "smtp://mail.example.com:25",
}


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def load(**variables: str) -> Settings:
    return load_settings(variables)


def refused(variables: dict[str, str]) -> str:
    with pytest.raises(SettingsError) as refusal:
        load_settings(variables)
    return str(refusal.value)


def test_development_starts_with_nothing_set():
    settings = load()
    assert settings.shop_env is ShopEnv.DEVELOPMENT
    assert (settings.database_url, settings.email_url) == ("sqlite:///var/shop.db", "file:var/mail")
    assert (settings.host, settings.port, settings.shop_currency) == ("127.0.0.1", 8000, "USD")
    assert (settings.debug, settings.embedded_worker, settings.cors_allowed_origins) == (True, True, ("*",))


def test_a_developers_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    first = load().secret_key
    assert len(first) >= 32
    assert load().secret_key == first
    assert stat.S_IMODE((tmp_path / "var/secret-key").stat().st_mode) == 0o600


def test_an_empty_variable_is_one_that_is_not_set():
    assert load(PORT="", FRONTEND_URL=" ").port == 8000


def test_the_environment_wins_over_the_file(tmp_path):
    (tmp_path / ".env").write_text("PORT=9000\nHOST=127.0.0.2\nUNKNOWN=1\n")
    settings = load(PORT="9001")
    assert (settings.port, settings.host) == (9001, "127.0.0.2")


def test_a_copied_example_changes_nothing(tmp_path):
    before = load()
    (tmp_path / ".env").write_text(env_example())
    assert load() == before


def test_lists_are_separated_by_commas():
    assert load(ALLOWED_HOSTS="a.example, b.example,").allowed_hosts == ("a.example", "b.example")


def test_a_database_may_be_named_in_parts():
    parts = {"DB_NAME": "ecom", "DB_USER": "me", "DB_PASSWORD": "p@:/w", "DB_HOST": "db", "DB_PORT": "5433"}
    assert load(**parts).database_url == "postgresql://me:p%40%3A%2Fw@db:5433/ecom"


def test_a_database_url_wins_over_parts():
    assert load(DB_NAME="ecom", DATABASE_URL="sqlite:///x.db").database_url == "sqlite:///x.db"


def test_testing_has_a_database_of_its_own_each_time_and_no_worker():
    settings = load(SHOP_ENV="testing")
    assert settings.database_url.startswith("sqlite:////")
    assert settings.database_url != load(SHOP_ENV="testing").database_url
    assert (settings.embedded_worker, settings.debug) == (False, False)


def test_the_shops_own_address_follows_host_and_port():
    assert load(HOST="::", PORT="8123").public_url == "http://127.0.0.1:8123"
    assert load(PUBLIC_URL="https://shop.example/", PORT="8123").public_url == "https://shop.example"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SHOP_ENV", "staging"),
        ("SECRET_KEY", "short"),
        ("DEBUG", "perhaps"),
        ("PORT", "eighty"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("WEB_CONCURRENCY", "0"),
        ("RATE_LIMIT_PER_MINUTE", "-1"),
        ("LOGIN_IP_MAX_ATTEMPTS", "1.5"),
        ("SESSION_EXPIRE_DAYS", "0"),
        ("SHOP_CURRENCY", "dollars"),
        ("ALLOWED_HOSTS", "https://shop.example"),
        ("CORS_ALLOWED_ORIGINS", "shop.example"),
        ("CORS_ALLOWED_ORIGINS", "https://shop.example/path"),
        ("CORS_ALLOWED_ORIGINS", "null"),
        ("TRUSTED_PROXIES", "proxy"),
        ("PUBLIC_URL", "shop.example"),
        ("PUBLIC_URL", "https://shop.example?x=1"),
        ("PUBLIC_URL", "https://shop.example:port"),
        ("FRONTEND_URL", "javascript:alert(1)"),
        ("DATABASE_URL", "mysql://root@db/shop"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "postgresql://db"),
        ("EMAIL_URL", "pop3://mail"),
        ("EMAIL_URL", "file:"),
        ("EMAIL_FROM", "nobody"),
        ("EMAIL_FROM", "a@b.example\nBcc: c@d.example"),
        ("REDIS_URL", "http://cache"),
        ("PAYPAL_BASE", "http://paypal.example"),
    ],
)
def test_a_wrong_value_is_refused_in_one_line_that_names_its_variable(name, value):
    line = refused({name: value})
    assert line.startswith(f"{name}: ")
    assert "\n" not in line
    assert ";" not in line


def test_a_shop_in_memory_is_one_process():
    assert load(DATABASE_URL="memory:").storage == "memory"
    assert refused({"DATABASE_URL": "memory:", "WEB_CONCURRENCY": "2"}).startswith("WEB_CONCURRENCY: ")


def test_a_refusal_does_not_repeat_what_was_written():
    written = {name.upper(): "hush hush" for name in FIELDS}
    assert "hush" not in refused(written)


def test_several_wrong_values_are_named_together():
    line = refused({"PORT": "x", "DEBUG": "x"})
    assert "PORT: " in line
    assert "DEBUG: " in line


def test_half_of_a_providers_credentials_is_refused():
    assert refused({"PAYPAL_CLIENT_ID": "id"}) == "PAYPAL_CLIENT_SECRET: is missing: its other half is set"
    assert refused({"REDSYS_SECRET_KEY": "key"}) == "REDSYS_MERCHANT_CODE: is missing: its other half is set"


def test_a_provider_may_be_called_without_encryption_on_this_machine_alone():
    assert load(PAYPAL_BASE="http://127.0.0.1:9/").paypal_base == "http://127.0.0.1:9"
    assert load(PAYPAL_BASE="http://localhost:9").paypal_base == "http://localhost:9"


def test_production_starts_when_all_is_safe():
    settings = load_settings(SAFE)
    assert settings.is_production
    assert (settings.debug, settings.embedded_worker, settings.cors_allowed_origins) == (False, False, ())
    assert settings.paypal_base == "https://api-m.paypal.com"
    assert settings.email_from == "Shop <shop@shop.example.com>"


def test_production_may_keep_its_things_in_a_named_sqlite_file():
    assert load_settings({**SAFE, "DATABASE_URL": "sqlite:////srv/shop.db"}).is_production


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "PUBLIC_URL", "DATABASE_URL", "EMAIL_URL"])
def test_production_does_not_start_without(name):
    assert refused({key: value for key, value in SAFE.items() if key != name}).startswith(f"{name}: is required")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "x" * 31),
        ("SECRET_KEY", "x" * 64),
        ("SECRET_KEY", "your-secret-key-here-your-secret-key-here"),
        ("SECRET_KEY", "django-insecure-0123456789abcdefghij"),
        ("SECRET_KEY", "change-me-change-me-change-me-change-me"),
        ("DEBUG", "true"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "shop.example.com,*"),
        ("ALLOWED_HOSTS", "*.example.com"),
        ("CORS_ALLOWED_ORIGINS", "*"),
        ("CORS_ALLOWED_ORIGINS", "https://*.example.com"),
        ("PUBLIC_URL", "http://shop.example.com"),
        ("FRONTEND_URL", "http://shop.example.com"),
        ("PAYPAL_BASE", "http://127.0.0.1:9"),
        ("REDSYS_BASE", "http://redsys.example"),
        ("BINANCE_PAY_BASE", "http://localhost:9"),
        ("DATABASE_URL", "memory:"),
        ("EMAIL_URL", "console:"),
        ("DB_PASSWORD", "your-password"),
    ],
)
def test_production_does_not_start_with(name, value):
    line = refused({**SAFE, name: value})
    assert line.startswith(f"{name}: ")
    assert ";" not in line.replace("; make one with", "")


def test_secrets_are_masked_where_settings_are_shown():
    secrets = {
        "SECRET_KEY": KEY,
        "METRICS_TOKEN": "metrics-hush",
        "DATABASE_URL": "postgresql://me:db-hush@db/shop",
        "DB_PASSWORD": "part-hush",
        "REDIS_URL": "redis://:redis-hush@cache",
        "EMAIL_URL": "smtp://me:mail@hush@mail:25",
        "PAYPAL_CLIENT_ID": "known",
        "PAYPAL_CLIENT_SECRET": "paypal-hush",
        "REDSYS_MERCHANT_CODE": "known",
        "REDSYS_SECRET_KEY": "redsys-hush",
        "BINANCE_PAY_KEY": "binance-hush",
        "BINANCE_PAY_SECRET": "binance-hush",
    }
    settings = load(**secrets)
    shown = masked_settings(settings)
    assert set(shown) == {name.upper() for name in FIELDS}
    assert "hush" not in str(shown) + repr(settings)
    assert KEY not in str(shown) + repr(settings)
    assert shown["DATABASE_URL"] == "postgresql://me:********@db/shop"
    assert shown["EMAIL_URL"] == "smtp://me:********@mail:25"
    assert shown["DEBUG"] == "true"


def test_every_setting_is_explained_in_order():
    assert [name for notes in NOTES.values() for name in notes] == list(FIELDS)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("REFRESH_TOKEN_DAYS", "99999999", "must be a whole number of 3650 or less"),
        ("SESSION_EXPIRE_DAYS", "0", "must be a whole number of 1 or more"),
        ("ACCESS_TOKEN_MINUTES", "99999999999999", "must be a whole number of 525600 or less"),
        ("ORDER_EXPIRE_MINUTES", "99999999999999", "must be a whole number of 525600 or less"),
        ("WEB_CONCURRENCY", "100000", "must be a whole number of 1024 or less"),
        ("LOGIN_IP_MAX_ATTEMPTS", "-1", "must be a whole number of 0 or more"),
        ("SHOP_CURRENCY", "ZZZ", "must be a currency of ISO 4217, such as EUR"),
        ("SHOP_CURRENCY", "eur", "is not of the right form"),
        ("REDSYS_TERMINAL", "abc", "is not of the right form"),
        ("HOST", "foo bar", "must be an IP address or a name of this machine"),
    ],
)
def test_a_value_that_no_shop_could_run_with_is_named_alone(name, value, said):
    assert refused({name: value}) == f"{name}: {said}"


def test_a_port_that_is_chosen_later_is_no_error_of_the_public_url():
    assert load(PORT="0").port == 0


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "::1", "localhost", "shop.internal", "my_host-1"])  # noqa: S104 - read, not listened on
def test_a_shop_listens_on_any_address_or_name(host):
    assert load(HOST=host).host == host
