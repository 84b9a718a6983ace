"""How a device is called in mails and in the list of sessions."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_adapters.security.device_names import UNKNOWN, describe_device
from tests.auth_driver import BROWSER

ADDRESS = re.compile(r"[.:@]")


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (BROWSER, "Chrome on Windows"),
        ("curl/8.5.0", "curl"),
        ("TeapotApp/1.0", "TeapotApp"),
        ("", UNKNOWN),
        ("\x00", UNKNOWN),
        ("www.evil.example", UNKNOWN),
        ("https://evil.example/phish", UNKNOWN),
        ("evil.example/1.0 CFNetwork/889.9 Darwin/17.2.0", "iOS"),
    ],
)
def test_a_device_is_called_by_its_browser_and_system_or_its_program(user_agent, name):
    assert describe_device(user_agent) == name


@given(
    st.sampled_from(["", "Mozilla/5.0 (X11; Linux) ", "Visit "]),
    st.sampled_from(["https://evil.example/a", "www.evil.example", "evil.example", "mail@evil.example"]),
    st.sampled_from(["", "bot/1", " Spider", "/2 CFNetwork/889.9 Darwin/17.2.0", "/1.0 Chrome/140.0"]),
)
def test_no_device_is_called_by_an_address(before, address, after):
    assert not ADDRESS.search(describe_device(before + address + after))
