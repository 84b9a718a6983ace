"""Postal codes and countries in their usual form, and the hints at what looks wrong."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_adapters.addresses.check import check_address
from shop_adapters.addresses.countries import postal_rules
from shop_adapters.addresses.postal_codes import MAX_LENGTH, format_postal_code, matches_pattern
from shop_domain.accounts.address import Address, AddressId
from shop_domain.accounts.model import UserId

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
COUNTRIES = st.sampled_from(["US", "GB", "NL", "ES", "CA", "JP", "SE", "LU", "LV", "MT", "AR", "BR", "IE", "AE", "XX"])


def an_address(**changed: Any) -> Address:
    """Give an address as many examples write it."""
    said: dict[str, Any] = {
        "id": AddressId(UUID(int=1)),
        "user_id": UserId(UUID(int=2)),
        "created_at": NOW,
        "updated_at": NOW,
        "first_name": "John",
        "last_name": "Doe",
        "address_line_1": "123 Main St",
        "city": "New York",
        "state_province": "NY",
        "postal_code": "10001",
        "country": "US",
        "phone": "+1234567890",
    }
    return Address(**{**said, **changed})


@pytest.mark.parametrize(
    ("country", "typed", "usual"),
    [
        ("US", " 10001 ", "10001"),
        ("US", "１０００１", "10001"),  # noqa: RUF001
        ("US", "100011234", "10001-1234"),
        ("US", "10001 1234", "10001-1234"),
        ("US", "10001 – 1234", "10001-1234"),  # noqa: RUF001
        ("NL", "1012ab", "1012 AB"),
        ("NL", "1012  AB", "1012 AB"),
        ("ES", "28 013", "28013"),
        ("GB", "sw1y4jh", "SW1Y 4JH"),
        ("GB", "m25bq", "M2 5BQ"),
        ("GB", "m344ab", "M34 4AB"),
        ("GB", "gir0aa", "GIR 0AA"),
        ("GB", "bfpo61", "BFPO 61"),
        ("CA", "k1a0b1", "K1A 0B1"),
        ("CA", "K1A-0B1", "K1A 0B1"),
        ("JP", "1540023", "154-0023"),
        ("PL", "00950", "00-950"),
        ("BR", "40301110", "40301-110"),
        ("PT", "2725 079", "2725-079"),
        ("GR", "15124", "151 24"),
        ("IE", "a65f4e2", "A65 F4E2"),
        ("LV", "lv1073", "LV-1073"),
        ("LU", "L-4750", "4750"),
        ("FI", "FI-00100", "00100"),
        ("MT", "bzn1130", "BZN 1130"),
        ("AE", " 00000 ", "00000"),
        ("XX", " ab 1 ", "AB 1"),
    ],
)
def test_a_postal_code_is_written_as_its_country_does(country, typed, usual):
    assert format_postal_code(typed, postal_rules(country)) == usual


@pytest.mark.parametrize(("country", "typed"), [("US", "1000"), ("GB", "NOWHERE"), ("NL", "0012 AB"), ("CA", "12345")])
def test_what_fits_no_form_stays_with_a_hint(country, typed):
    checked = check_address(an_address(country=country, postal_code=typed, state_province=""))
    assert checked.address.postal_code == typed
    assert f"postal_code: this does not look right for {country}." in checked.warnings


@given(COUNTRIES, st.text(max_size=MAX_LENGTH))
def test_a_code_is_never_longer_than_what_is_kept_and_is_settled_at_once(country, typed):
    rules = postal_rules(country)
    usual = format_postal_code(typed, rules)
    assert len(usual) <= MAX_LENGTH
    assert format_postal_code(usual, rules) == usual


@given(COUNTRIES, st.data())
def test_what_a_country_takes_it_takes_in_its_usual_form_too(country, data):
    rules = postal_rules(country)
    code = data.draw(st.from_regex(rules.pattern, fullmatch=True)) if rules.pattern else "1"
    assert matches_pattern(format_postal_code(code, rules), rules)


@pytest.mark.parametrize(("typed", "country"), [("UK", "GB"), ("uk", "GB"), ("EL", "GR"), (" es ", "ES"), ("us", "US")])
def test_a_country_is_known_by_its_code(typed, country):
    checked = check_address(an_address(country=typed))
    assert checked.address.country == country
    assert not [hint for hint in checked.warnings if hint.startswith("country")]


def test_a_code_is_written_well_although_something_else_looks_wrong():
    checked = check_address(an_address(country="ES", postal_code="28 013", state_province=""))
    assert checked.address.postal_code == "28013"
    assert "state_province: this is usual in ES." in checked.warnings


def test_an_address_in_its_usual_form_stays_as_it_is():
    checked = check_address(an_address())
    assert checked.address == an_address()
    assert checked.warnings == ("phone: this does not look like a phone number.",)
