"""Where in an ordered list a cursor stands."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_domain.catalog.list_cursor import cursor_key, parse_cursor
from shop_domain.catalog.product_query import Ordering
from shop_domain.kernel.errors import InvalidFields
from shop_domain.kernel.paging import Cursor

NUMBERS = st.integers(-(2**63), 2**63 - 1)
MOMENTS = st.datetimes(timezones=st.just(UTC))
VALUES = {
    Ordering.NAME_ASC: (st.text(),),
    Ordering.NAME_DESC: (st.text(),),
    Ordering.OLDEST: (MOMENTS,),
    Ordering.NEWEST: (MOMENTS,),
    Ordering.RELEVANCE: (NUMBERS, NUMBERS),
}


@given(st.sampled_from(Ordering), st.data())
def test_a_cursor_is_parsed_as_it_was_written(ordering, data):
    values = tuple(data.draw(kind) for kind in (*VALUES.get(ordering, (NUMBERS,)), st.uuids()))
    assert parse_cursor(ordering, Cursor(key=cursor_key(ordering, *values))) == values


@given(st.sampled_from(Ordering), st.lists(st.text(max_size=40), max_size=5))
def test_whatever_else_is_named_is_refused(ordering, key):
    with pytest.raises(InvalidFields) as refused:
        parse_cursor(ordering, Cursor(key=tuple(key)))
    assert list(refused.value.fields) == ["cursor"]


def test_a_cursor_of_one_ordering_is_none_of_another():
    key = cursor_key(Ordering.PRICE_ASC, 5, UUID(int=1))
    with pytest.raises(InvalidFields):
        parse_cursor(Ordering.PRICE_DESC, Cursor(key=key))


def test_a_moment_without_a_zone_is_in_utc():
    key = ("created_at", "2026-01-02 03:04:05.000006", "00000000-0000-0000-0000-000000000001")
    assert parse_cursor(Ordering.OLDEST, Cursor(key=key))[0] == datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)
