"""By what a guest is known."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from shop_domain.cart.guest_key import RANDOM_BYTES, GuestKeyPolicy, hash_guest_key
from tests.builders import NOW

KEYS = GuestKeyPolicy(secret=b"a secret")
randoms = st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES)


@given(randoms)
def test_the_shop_knows_its_own_keys_until_they_are_too_old(random):
    key = KEYS.issue(random, NOW)
    assert KEYS.is_valid(key, NOW)
    assert KEYS.is_valid(key, NOW + KEYS.lifetime - timedelta(seconds=1))
    assert not KEYS.is_valid(key, NOW + KEYS.lifetime)
    assert key.isascii()
    assert set(key) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@given(randoms, st.data())
def test_a_key_with_one_letter_changed_is_not_the_shops(random, data):
    key = KEYS.issue(random, NOW)
    place = data.draw(st.integers(0, len(key) - 1))
    letter = data.draw(st.sampled_from([letter for letter in "ABab01-_" if letter != key[place]]))
    assert not KEYS.is_valid(key[:place] + letter + key[place + 1 :], NOW)


@given(st.text(max_size=100))
def test_what_somebody_made_up_is_not_the_shops(text):
    assert not KEYS.is_valid(text, NOW)


def test_another_shops_key_is_not_ours():
    assert not KEYS.is_valid(GuestKeyPolicy(secret=b"another").issue(bytes(RANDOM_BYTES), NOW), NOW)


def test_a_key_is_kept_as_its_hash():
    assert hash_guest_key("key") == "2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683"
