"""A cart of two mugs and a cup, priced from what is offered of them."""

from shop_domain.cart.cart_pricing import price_cart
from tests.builders import NOW, a_cart, a_line, an_offer, eur

MUG, CUP = a_line(name="Mug", quantity=2), a_line(name="Cup", price=eur(500))
CART = a_cart(MUG, CUP)


def offers(**of_mug):
    return {MUG.variant_id: an_offer(MUG, **of_mug), CUP.variant_id: an_offer(CUP)}


def priced(seen, *coupons):
    return price_cart(CART, offers=seen, coupons=coupons, has_ordered=False, now=NOW)
