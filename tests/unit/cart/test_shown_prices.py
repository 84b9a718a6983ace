"""Which prices has the client seen?"""

from shop_domain.cart.shown_prices import prices_changed, with_shown_prices
from tests.builders import a_cart, a_line, an_offer, eur

MUG, CUP = a_line(name="Mug", quantity=2), a_line(name="Cup", price=eur(500))


CART = a_cart(MUG, CUP)


def offers(**of_mug):
    return {MUG.variant_id: an_offer(MUG, **of_mug), CUP.variant_id: an_offer(CUP)}


def test_prices_are_seen_once_they_were_shown():
    seen = offers(price=eur(1_100))
    assert not prices_changed(CART, offers())
    assert with_shown_prices(CART, offers()) is CART
    assert prices_changed(CART, seen)
    shown = with_shown_prices(CART, seen)
    assert [line.shown_price for line in shown.lines] == [eur(1_100), eur(500)]
    assert [line.snapshot for line in shown.lines] == [line.snapshot for line in CART.lines]
    assert not prices_changed(shown, seen)
