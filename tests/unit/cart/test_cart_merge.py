"""What becomes of two carts of one shopper."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from uuid_utils.compat import uuid7

from shop_domain.cart.cart_merge import cap_to_stock, has_content, merge_carts, with_lost_coupon_notices
from shop_domain.cart.limits import MAX_LINES, MAX_NOTICES, MAX_QUANTITY
from shop_domain.cart.model import Cart
from shop_domain.catalog.model import VariantId
from shop_domain.kernel.money import Money
from tests.builders import NOW, a_cart, a_line, an_offer

VARIANTS = tuple(uuid7() for _ in range(4))
choices = st.dictionaries(st.sampled_from(VARIANTS), st.integers(1, MAX_QUANTITY))


def holding(chosen) -> Cart:
    return a_cart(*[a_line(variant_id, quantity=quantity) for variant_id, quantity in chosen.items()])


def quantities(cart: Cart) -> dict[VariantId, int]:
    return {line.variant_id: line.quantity for line in cart.lines}


@given(choices, choices)
def test_quantities_add_up_whichever_cart_receives_them(first, second):
    merged = quantities(merge_carts(holding(first), holding(second), NOW))
    assert merged == quantities(merge_carts(holding(second), holding(first), NOW))
    assert merged == {
        variant_id: min(first.get(variant_id, 0) + second.get(variant_id, 0), MAX_QUANTITY)
        for variant_id in {*first, *second}
    }


@given(choices, choices)
def test_a_cart_has_one_line_of_a_variant_and_keeps_the_receiving_one(first, second):
    into = holding(first)
    lines = merge_carts(into, holding(second), NOW).lines
    assert len({line.variant_id for line in lines}) == len(lines)
    assert [line.id for line in lines[: len(into.lines)]] == [line.id for line in into.lines]


@given(choices, st.dictionaries(st.sampled_from(VARIANTS), st.none() | st.integers(-5, 1_500)))
def test_a_login_lowers_a_line_to_what_there_is_but_never_drops_it(chosen, stock):
    cart = holding(chosen)
    offers = {line.variant_id: an_offer(line, available=stock.get(line.variant_id)) for line in cart.lines}
    for before, after in zip(cart.lines, cap_to_stock(cart, offers).lines, strict=True):
        left = stock.get(before.variant_id)
        limit = before.quantity if left is None else max(left, 1)
        assert after == replace(before, quantity=min(before.quantity, limit))


@given(choices, choices, st.dictionaries(st.sampled_from(VARIANTS), st.integers(-5, 1_500)))
def test_each_unit_that_is_cut_is_told(first, second, stock):
    both = merge_carts(holding(first), holding(second), NOW)
    cart = cap_to_stock(
        both, {line.variant_id: an_offer(line, available=stock.get(line.variant_id)) for line in both.lines}
    )
    cut = sum(first.values()) + sum(second.values()) - sum(quantities(cart).values())
    assert bool(cart.notices) == (cut > 0)
    assert all("A mug (SKU-1)" in notice for notice in cart.notices)


def test_what_is_cut_is_told_with_its_name_and_number():
    mug = VariantId(VARIANTS[0])
    own, guests = a_cart(a_line(mug, quantity=900)), a_cart(a_line(mug, quantity=200), a_line(price=Money(1, "JPY")))
    merged = merge_carts(own, guests, NOW)
    assert merged.notices == (
        "A mug (SKU-1): 101 were left out, since a cart holds at most 999 of one item.",
        "A mug (SKU-1): left out, since it is sold in JPY.",
    )
    lowered = cap_to_stock(merged, {mug: an_offer(merged.lines[0], available=5)})
    assert lowered.notices[2:] == (
        "A mug (SKU-1): no more than 5 could be kept, for lack of stock; 994 were left out.",
    )
    lost = with_lost_coupon_notices(replace(lowered, coupon_codes=("TEN",)), ("TEN", "GONE", "GONE"))
    assert lost.notices[3:] == ("Coupon GONE was left out: it can't be used on this cart.",)


def test_what_was_not_told_yet_stays_and_there_is_an_end_to_it():
    own, guests = a_cart(notices=("one",)), a_cart(a_line(), notices=("two",))
    assert merge_carts(own, guests, NOW).notices == ("one", "two")
    many = a_cart(notices=tuple(map(str, range(MAX_NOTICES))))
    assert merge_carts(many, guests, NOW).notices == (*many.notices[1:], "two")


def test_what_the_catalogue_lost_keeps_its_quantity():
    cart = a_cart(a_line(quantity=5))
    assert cap_to_stock(cart, {}) == cart


def test_a_full_cart_takes_no_more_lines_but_more_of_the_same():
    full = a_cart(*[a_line() for _ in range(MAX_LINES)])
    more = a_cart(a_line(full.lines[-1].variant_id), a_line())
    merged = merge_carts(full, more, NOW)
    assert [line.id for line in merged.lines] == [line.id for line in full.lines]
    assert merged.lines[-1].quantity == 2
    assert merged.notices == ("A mug (SKU-1): 1 were left out, since a cart holds at most 200 items.",)


def test_lines_in_another_currency_can_not_come_along():
    euros, yen = a_cart(a_line()), a_cart(a_line(price=Money(100, "JPY")), currency="JPY")
    assert merge_carts(euros, yen, NOW).lines == euros.lines


def test_the_receiving_cart_says_what_both_say():
    into = a_cart(email="own@example.com", coupon_codes=("A", "B"))
    other = a_cart(email="other@example.com", note="Ring", coupon_codes=("B", "C"), shipping_address={"city": "Lyon"})
    merged = merge_carts(into, other, NOW)
    assert (merged.email, merged.note, merged.shipping_address) == ("own@example.com", "Ring", {"city": "Lyon"})
    assert merged.coupon_codes == ("A", "B", "C")
    assert (merged.id, merged.owner, merged.version) == (into.id, into.owner, into.version)


def test_a_cart_with_anything_in_it_says_something():
    assert not has_content(a_cart())
    for said in ({"note": "x"}, {"email": "a@b.c"}, {"coupon_codes": ("X",)}, {"billing_address": {"city": "Lyon"}}):
        assert has_content(a_cart(**said))
    assert has_content(a_cart(a_line()))
