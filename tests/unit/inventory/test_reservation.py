"""How long is stock reserved for an unpaid order, and of what does a reservation consist?"""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from uuid_utils.compat import uuid7

from shop_domain.inventory.reservation import ReservationPolicy, reservations_for
from tests.builders import NOW


def test_an_unpaid_order_keeps_its_stock_as_long_as_the_setting_says():
    assert ReservationPolicy(minutes=45).expires_at(NOW) == NOW + timedelta(minutes=45)


@given(st.dictionaries(st.uuids(), st.integers(1, 999), max_size=9))
def test_everybody_reserves_in_the_order_of_variants_with_ledger_ids_that_are_used_once(wanted):
    made = reservations_for(wanted, uuid7)
    assert [r.variant_id for r in made] == sorted(wanted)
    assert {r.variant_id: r.quantity for r in made} == wanted
    assert len({id_ for r in made for id_ in (r.opening_movement_id, r.closing_movement_id)}) == 2 * len(wanted)
