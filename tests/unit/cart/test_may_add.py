"""What may be in a cart."""

import pytest
from msgspec.structs import replace
from uuid_utils.compat import uuid7

from shop_domain.cart.errors import CartFull, InsufficientStock, InvalidQuantity, LineNotFound, NotForSale
from shop_domain.cart.limits import MAX_LINES, MAX_QUANTITY
from shop_domain.cart.may_add import add_line, with_quantity, without_line
from shop_domain.cart.model import LineId
from shop_domain.kernel.money import LARGEST_MINOR, Money
from tests.builders import a_cart, a_line, an_offer, eur


def new_id() -> LineId:
    return LineId(uuid7())


def test_a_new_thing_gets_a_line_with_what_it_looks_like_now():
    offer, line_id = an_offer(a_line(name="A mug", price=eur(999))), new_id()
    (line,) = add_line(a_cart(), offer, 2, line_id).lines
    assert (line.id, line.variant_id, line.quantity) == (line_id, offer.variant_id, 2)
    assert (line.shown_price, line.snapshot.unit_price, line.snapshot.name) == (eur(999), eur(999), "A mug")


def test_more_of_the_same_goes_on_its_line_at_the_present_price():
    held = a_line(quantity=2, price=eur(999))
    (line,) = add_line(a_cart(held), an_offer(held, price=eur(1_099)), 3, new_id()).lines
    assert (line.id, line.quantity, line.snapshot.unit_price) == (held.id, 5, eur(1_099))


@pytest.mark.parametrize("offer", [{"is_for_sale": False}, {"price": Money(1, "USD")}])
def test_what_is_not_sold_or_not_in_the_carts_currency_is_refused(offer):
    with pytest.raises(NotForSale):
        add_line(a_cart(), an_offer(a_line(), **offer), 1, new_id())
    with pytest.raises(NotForSale):
        add_line(a_cart(), None, 1, new_id())


@pytest.mark.parametrize("quantity", [-1, 0, MAX_QUANTITY + 1])
def test_a_line_holds_from_one_to_999(quantity):
    held = a_line()
    with pytest.raises(InvalidQuantity):
        add_line(a_cart(), an_offer(held), quantity, new_id())
    if quantity:
        with pytest.raises(InvalidQuantity):
            with_quantity(a_cart(held), held.id, quantity, an_offer(held))


def test_no_more_than_there_is():
    held = a_line(quantity=2)
    offer = an_offer(held, available=4)
    assert add_line(a_cart(held), offer, 2, new_id()).lines[0].quantity == 4
    for attempt in (
        lambda: add_line(a_cart(held), offer, 3, new_id()),
        lambda: with_quantity(a_cart(held), held.id, 5, offer),
    ):
        with pytest.raises(InsufficientStock) as refusal:
            attempt()
        assert refusal.value.details == {"variant_id": str(held.variant_id), "available": 4}


def test_what_is_not_counted_has_no_limit():
    held = a_line()
    assert add_line(a_cart(), an_offer(held, available=None), MAX_QUANTITY, new_id()).lines[0].quantity == MAX_QUANTITY


def test_a_full_cart_takes_no_new_line_but_more_of_the_same():
    full = a_cart(*[a_line() for _ in range(MAX_LINES)])
    with pytest.raises(CartFull):
        add_line(full, an_offer(a_line()), 1, new_id())
    assert add_line(full, an_offer(full.lines[0]), 1, new_id()).lines[0].quantity == 2


def test_a_cart_is_never_worth_more_than_can_be_counted():
    castle = a_line(price=eur(LARGEST_MINOR))
    full = add_line(a_cart(), an_offer(castle), 1, new_id())
    with pytest.raises(InvalidQuantity):
        add_line(full, an_offer(a_line(price=eur(1))), 1, new_id())


def test_zero_takes_the_line_out_and_an_unknown_line_is_not_found():
    held, other = a_line(), a_line()
    cart = a_cart(held, other)
    assert with_quantity(cart, held.id, 0, None) == without_line(cart, held.id) == replace(cart, lines=(other,))
    with pytest.raises(LineNotFound):
        with_quantity(cart, new_id(), 0, None)
    with pytest.raises(LineNotFound):
        without_line(cart, new_id())
