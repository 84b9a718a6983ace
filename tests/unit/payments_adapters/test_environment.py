"""Which addresses are PayPal's, and which only look so."""

import pytest

from shop_adapters.payments.paypal.environment import PayPalEnvironment

LIVE, SANDBOX = "https://api-m.paypal.com", "https://api-m.sandbox.paypal.com"
LOCAL = "http://127.0.0.1:8081/_sim/paypal"
TUNNEL = "https://shop.example.test/_sim/paypal"
CERT = "/v1/notifications/certs/CERT-1"
HOSTILE = [
    "http://www.paypal.com/checkoutnow",
    "https://www.paypal.com.attacker.example/",
    "https://paypal.com.attacker.example/",
    "https://attackerpaypal.com/",
    "https://www.paypal.com@attacker.example/",
    "https://attacker.example\\@www.paypal.com/",
    "https://attacker.example#.paypal.com",
    "https://attacker.example?.paypal.com",
    "https://www.paypal.com:8443/",
    "https://www.paypal.com:99999/",
    "https://www.pаypal.com/",  # noqa: RUF001  a Cyrillic letter
    "https://www.paypal.com/\nnext",
    "https:///www.paypal.com",
    "//www.paypal.com/",
    "/checkoutnow",
    "javascript:alert(1)",
    "data:text/html,x",
    "",
    "https://[::1",
    "https://127.0.0.1/",
]


@pytest.mark.parametrize("base", [LIVE, SANDBOX, LOCAL, "http://localhost:1", "http://[::1]:1", "https://pay.example"])
def test_a_base_is_https_or_on_this_machine(base: str):
    assert PayPalEnvironment(base + "/").base_url == base


@pytest.mark.parametrize(
    "base",
    ["http://api-m.paypal.com", "ftp://127.0.0.1", "api-m.paypal.com", "", "http://10.0.0.1", "https://u:p@x.example"],
)
def test_any_other_base_is_refused(base: str):
    with pytest.raises(ValueError, match="https"):
        PayPalEnvironment(base)


@pytest.mark.parametrize("base", [LIVE, SANDBOX])
def test_payers_are_sent_to_paypal(base: str):
    assert PayPalEnvironment(base).accepts_payer_page(
        "https://www.sandbox.paypal.com/checkoutnow?token=5O190127TN364715T"
    )
    assert PayPalEnvironment(base).accepts_payer_page("https://www.paypal.com:443/checkoutnow?token=5O190127TN364715T")


@pytest.mark.parametrize("base", [LIVE, SANDBOX])
@pytest.mark.parametrize("url", HOSTILE)
def test_payers_are_sent_nowhere_else(base: str, url: str):
    assert not PayPalEnvironment(base).accepts_payer_page(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9000/checkoutnow?token=1",
        "http://localhost:8081/checkoutnow?token=1",
        "https://www.paypal.com/checkoutnow?token=1",
        "https://www.sandbox.paypal.com/checkoutnow?token=5O190127TN364715T",
    ],
)
def test_a_local_simulator_sends_payers_to_this_machine_or_to_paypal(url: str):
    assert PayPalEnvironment(LOCAL).accepts_payer_page(url)


@pytest.mark.parametrize("url", [url for url in HOSTILE if "127.0.0.1" not in url])
def test_a_local_simulator_sends_payers_nowhere_else(url: str):
    assert not PayPalEnvironment(LOCAL).accepts_payer_page(url)


@pytest.mark.parametrize(
    ("url", "is_ours"),
    [
        (f"{TUNNEL}/checkoutnow?token=1", True),
        ("http://127.0.0.1:9000/checkoutnow?token=1", True),
        (f"{TUNNEL}evil/checkoutnow", False),
        ("https://shop.example.test/checkoutnow", False),
        ("https://shop.example.test:8443/_sim/paypal/checkoutnow", False),
        ("http://shop.example.test/_sim/paypal/checkoutnow", False),
        ("https://shop.example.test.attacker.example/_sim/paypal/checkoutnow", False),
        ("https://www.paypal.com.attacker.example/checkoutnow?token=1", False),
    ],
)
def test_a_local_simulator_may_show_its_pages_at_the_shops_own_address(url: str, is_ours: bool):
    assert PayPalEnvironment(LOCAL, browser_url=TUNNEL).accepts_payer_page(url) is is_ours


@pytest.mark.parametrize("base", [LIVE, SANDBOX, "https://pay.example"])
def test_paypal_itself_has_no_pages_at_the_shop(base: str):
    assert not PayPalEnvironment(base, browser_url=TUNNEL).accepts_payer_page(f"{TUNNEL}/checkoutnow?token=1")


@pytest.mark.parametrize(
    ("base", "url", "is_ours"),
    [
        (LIVE, f"https://api.paypal.com{CERT}", True),
        (LIVE, f"https://api-m.paypal.com{CERT}", True),
        (LIVE, f"https://API.PAYPAL.COM:443{CERT}", True),
        (LIVE, f"https://api.sandbox.paypal.com{CERT}", False),
        (SANDBOX, f"https://api.sandbox.paypal.com{CERT}", True),
        (SANDBOX, f"https://api.paypal.com{CERT}", False),
        (SANDBOX, f"http://api.sandbox.paypal.com{CERT}", False),
        (SANDBOX, f"https://api.sandbox.paypal.com:444{CERT}", False),
        (SANDBOX, f"https://www.sandbox.paypal.com{CERT}", False),
        (SANDBOX, f"https://api.sandbox.paypal.com.attacker.example{CERT}", False),
        (SANDBOX, f"https://api.sandbox.paypal.com@attacker.example{CERT}", False),
        (SANDBOX, f"https://api.sandbox.paypal.com{CERT}?x=1", False),
        (SANDBOX, f"https://api.sandbox.paypal.com{CERT}#x", False),
        (SANDBOX, f"https://api.sandbox.paypal.com{CERT}?", False),
        (SANDBOX, "https://api.sandbox.paypal.com/v1/notifications/certs/../../x", False),
        (SANDBOX, "https://api.sandbox.paypal.com/v1/notifications/certs/", False),
        (SANDBOX, "https://api.sandbox.paypal.com/v2/notifications/certs/C", False),
        (LOCAL, f"{LOCAL}{CERT}", True),
        (LOCAL, f"http://127.0.0.1:8081{CERT}", True),
        (LOCAL, f"http://127.0.0.1:8082/_sim/paypal{CERT}", False),
        (LOCAL, f"https://127.0.0.1:8081/_sim/paypal{CERT}", False),
        (LOCAL, f"https://api.sandbox.paypal.com{CERT}", True),
        (LOCAL, f"https://api.paypal.com{CERT}", True),
        (LOCAL, f"http://api.paypal.com{CERT}", False),
        (LOCAL, f"https://api.paypal.com.attacker.example{CERT}", False),
        (LOCAL, f"https://api.paypal.com{CERT}?x=1", False),
    ],
)
def test_certificates_lie_where_our_own_environment_keeps_them(base: str, url: str, is_ours: bool):
    assert PayPalEnvironment(base).accepts_certificate_url(url) is is_ours


@pytest.mark.parametrize("base", [LIVE, SANDBOX, "https://pay.example"])
@pytest.mark.parametrize(
    ("order_id", "is_one"),
    [("5O190127TN364715T", True), ("A" * 36, True), ("A" * 37, False), ("order-1", False), ("abc", False), ("", False)],
)
def test_orders_have_the_ids_that_paypal_publishes(base: str, order_id: str, is_one: bool):
    assert PayPalEnvironment(base).accepts_order_id(order_id) is is_one
