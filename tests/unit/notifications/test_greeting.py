"""By which name somebody is greeted, and which texts are no names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_domain.auth import events
from shop_domain.notifications.greeting import greeting_name
from shop_domain.notifications.message_for_event import messages_for
from tests.unit.notifications.test_message_for_event import sample

NAMES = [
    "Ann",
    "José María",
    "Jean-Luc",
    "O'Neill",
    "D’Arcy",  # noqa: RUF001
    "J. R.",
    "J.R.R.",
    "St. John",
    "María de los Ángeles",
    "Gal·la",
    "Émile",
    "山田",
    "עמית",
    "नेहा",
    "Ольга",
    "علی\N{ZERO WIDTH NON-JOINER}رضا",
]
NOT_NAMES = [
    "http://evil.example/win click",
    "HTTPS://EVIL.EXAMPLE",
    "www.evil.example",
    "evil.example",
    "t.co",
    "Ann t.co",
    "Ann evil․example",  # noqa: RUF001 - one dot leader
    "evil．example",  # noqa: RUF001 - full-width
    "evil。example",
    "bit.ly/win",
    "mail@evil.example",
    "mailto:x",
    "+1 555 0100",
    "Ann\r\n\r\nYou won",
    "Ann\N{RIGHT-TO-LEFT OVERRIDE}moc",
    "You have won a prize today",
    "You won! Reply now",
    "Ann <b>",
    "пример.рф",
    "A" * 51,
]


@pytest.mark.parametrize("name", NAMES)
def test_people_are_greeted_by_their_names(name):
    assert greeting_name(f" {name} ") == name


@pytest.mark.parametrize("lure", NOT_NAMES)
def test_what_does_not_look_like_a_name_is_left_out(lure):
    assert greeting_name(lure) == ""


@given(st.text())
def test_nothing_of_an_address_is_ever_in_a_greeting(text):
    assert not set(greeting_name(text)) & set("/:@<>\r\n0123456789")


@pytest.mark.parametrize("kind", [events.VerificationRequested, events.KnownAddressRegistered])
def test_a_mail_that_a_stranger_caused_does_not_carry_the_strangers_words(kind):
    from msgspec.structs import replace

    event = replace(sample(kind), first_name="http://evil.example/win click")
    assert [message.context["first_name"] for message in messages_for(event)] == [""]
