"""Where in an ordered list a cursor stands."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_domain.catalog.listing import Ordering
from shop_domain.catalog.place import place, read_place
from shop_domain.kernel.errors import InvalidFields
from shop_domain.kernel.paging import Cursor

NUMBERS = st.integers(-(2**63), 2**63 - 1)
MOMENTS = st.datetimes(timezones=st.just(UTC))
VALUES = {
    Ordering.NAME: (st.text(),),
    Ordering.NAME_BACKWARDS: (st.text(),),
    Ordering.OLDEST: (MOMENTS,),
    Ordering.NEWEST: (MOMENTS,),
    Ordering.RELEVANCE: (NUMBERS, NUMBERS),
}


@given(st.sampled_from(Ordering), st.data())
def test_a_place_is_read_as_it_was_named(ordering, data):
    values = tuple(data.draw(kind) for kind in (*VALUES.get(ordering, (NUMBERS,)), st.uuids()))
    assert read_place(ordering, Cursor(key=place(ordering, *values))) == values


@given(st.sampled_from(Ordering), st.lists(st.text(max_size=40), max_size=5))
def test_whatever_else_is_named_is_refused(ordering, key):
    with pytest.raises(InvalidFields) as refused:
        read_place(ordering, Cursor(key=tuple(key)))
    assert list(refused.value.fields) == ["cursor"]


def test_a_place_in_one_order_is_none_in_another():
    key = place(Ordering.CHEAPEST, 5, UUID(int=1))
    with pytest.raises(InvalidFields):
        read_place(Ordering.DEAREST, Cursor(key=key))


def test_a_moment_without_a_zone_is_in_utc():
    key = ("created_at", "2026-01-02 03:04:05.000006", "00000000-0000-0000-0000-000000000001")
    assert read_place(Ordering.OLDEST, Cursor(key=key))[0] == datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)
