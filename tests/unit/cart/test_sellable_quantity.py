"""How many units of a variant can be had in a cart's currency?"""

from shop_domain.cart.sellable_quantity import is_available
from tests.builders import a_line, an_offer, eur

MUG, CUP = a_line(name="Mug", quantity=2), a_line(name="Cup", price=eur(500))


def test_a_line_is_available_where_there_is_enough_of_it():
    assert [is_available(MUG, an_offer(MUG, available=n)) for n in (None, 3, 2, 1)] == [True, True, True, False]
    assert not is_available(MUG, None)
