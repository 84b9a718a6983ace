"""Addresses as a client gives them, in the book and on the cart: what is a line, what is missing, what is usual."""

import pytest

from tests.contract.http.callers import a_guest, a_user

ADDRESS = {
    "first_name": "John",
    "last_name": "Doe",
    "address_line_1": "123 Main St",
    "city": "New York",
    "state_province": "NY",
    "postal_code": "10001",
    "country": "US",
    "phone": "+1234567890",
}
BOOK = "/users/me/addresses/"
BLANK = ["This field may not be blank."]
NOTHING = ["   ", "\r\n", "\u3000", "\u200b\ufeff", "\u3164"]


@pytest.fixture
def user(shop, client):
    return a_user(shop, client)


@pytest.fixture
def guest(client):
    return a_guest(client)


@pytest.mark.parametrize("nothing", NOTHING, ids=ascii)
def test_a_required_line_that_shows_nothing_is_missing(user, guest, nothing):
    blank = dict.fromkeys(("first_name", "last_name", "address_line_1", "city"), nothing)
    wrong = dict.fromkeys(blank, BLANK)
    added = user.request("POST", BOOK, {**ADDRESS, **blank})
    assert (added.status_code, added.json()) == (400, wrong)
    put = guest.request("PATCH", "/cart/", {"shipping_address": {**ADDRESS, **blank}})
    assert (put.status_code, put.json()) == (400, {"shipping_address": wrong})


@pytest.mark.parametrize("nothing", NOTHING, ids=ascii)
def test_an_optional_line_that_shows_nothing_is_empty(user, nothing):
    fields = ("label", "company", "address_line_2", "state_province", "postal_code", "phone")
    added = user.request("POST", BOOK, {**ADDRESS, **dict.fromkeys(fields, nothing)})
    assert added.status_code == 201, added.text
    assert [added.json()[field] for field in fields] == [""] * len(fields)
    changed = user.request("PATCH", f"{BOOK}{added.json()['id']}/", {"company": nothing, "city": nothing})
    assert (changed.status_code, changed.json()) == (400, {"city": BLANK})


def test_a_break_in_a_line_is_a_space(user):
    added = user.request("POST", BOOK, {**ADDRESS, "city": " New\r\nYork ", "first_name": "John\nJack"}).json()
    assert (added["city"], added["first_name"]) == ("New York", "John Jack")
    changed = user.request("PATCH", f"{BOOK}{added['id']}/", {"address_line_1": "1\r\n\r\nSide St"}).json()
    assert changed["address_line_1"] == "1 Side St"


def test_country_and_postal_code_are_kept_in_their_usual_form(user):
    london = {**ADDRESS, "city": "London", "state_province": "", "postal_code": " sw1y4jh", "country": " uk "}
    added = user.request("POST", BOOK, london).json()
    assert (added["country"], added["postal_code"]) == ("GB", "SW1Y 4JH")
    there = f"{BOOK}{added['id']}/"
    moved = user.request("PATCH", there, {"country": "es", "postal_code": "28 013"}).json()
    assert (moved["country"], moved["postal_code"]) == ("ES", "28013")
    odd = user.request("PATCH", there, {"postal_code": "nowhere"})
    assert (odd.status_code, odd.json()["postal_code"]) == (200, "NOWHERE")
    assert "postal_code: this does not look right for ES." in odd.json()["warnings"]


def test_the_cart_is_going_to_the_country_that_is_meant(guest):
    put = guest.request("PATCH", "/cart/", {"shipping_address": {**ADDRESS, "country": " uk "}})
    assert put.status_code == 200
    assert put.json()["shipping_address"]["country"] == "GB"
