"""Moments are said in any zone and kept in UTC; none lies outside of every calendar."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from msgspec import inspect

from shop_domain.kernel.errors import InvalidFields
from shop_http.wire.body import Body, Moment, Query
from shop_http.wire.reading import read_body, read_query
from shop_http.wire.shape_errors import kinds_of
from tests.unit.http.test_body_limits import SHAPES


class Said(Body, frozen=True, kw_only=True):
    at: Moment | None = None
    happy: bool = True


class Asked(Query, frozen=True, kw_only=True):
    after: Moment | None = None


def body(at: str) -> bytes:
    return msgspec.json.encode({"at": at})


def test_a_moment_of_another_zone_is_the_same_moment_in_utc():
    said = read_body(body("2026-12-01T00:00:00+02:00"), Said)
    assert said.at is not None
    assert (said.at, said.at.utcoffset()) == (datetime(2026, 11, 30, 22, tzinfo=UTC), timedelta(0))
    assert read_body(b"{}", Said).at is None


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59-12:00", "9999-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00"])
def test_a_moment_beyond_every_calendar_is_refused_by_name(at):
    with pytest.raises(InvalidFields) as refused:
        read_body(body(at), Said)
    assert refused.value.fields == {"at": ["Must lie in the years 2 to 9998."]}


@pytest.mark.parametrize(
    ("after", "bound"),
    [
        ("9999-12-31T23:59:59-14:00", datetime(9998, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("0001-01-01T00:00:00%2B14:00", datetime(2, 1, 1, tzinfo=UTC)),
        ("2026-05-01T12:00:00-01:00", datetime(2026, 5, 1, 13, tzinfo=UTC)),
    ],
)
def test_a_bound_beyond_every_calendar_bounds_as_much(after, bound):
    assert read_query(f"after={after}".encode(), Asked).after == bound


@pytest.mark.parametrize(
    ("after", "bound"),
    [("2026-01-01", datetime(2026, 1, 1, tzinfo=UTC)), ("0001-01-01", datetime(2, 1, 1, tzinfo=UTC))],
)
def test_a_plain_day_bounds_a_list_from_its_midnight_in_utc(after, bound):
    assert read_query(f"after={after}".encode(), Asked).after == bound


@pytest.mark.parametrize("after", ["2026-02-30", "2026-1-1", "2026-01", "20260101", "2026-01-01 "])
def test_what_is_no_day_is_refused_by_name(after):
    with pytest.raises(InvalidFields) as refused:
        read_query(f"after={after}".encode(), Asked)
    assert list(refused.value.fields) == ["after"]
    with pytest.raises(InvalidFields):
        read_body(body("2026-01-01"), Said)


def test_moments_stand_at_the_top_of_every_body_where_they_are_put_in_utc():
    below = [field for shape in SHAPES for field in _nested(inspect.type_info(shape))]
    assert below == []


def _nested(shape):
    for field in shape.fields:
        for kind in kinds_of(field.type):
            inner = getattr(kind, "item_type", None) or getattr(kind, "value_type", None)
            if inner is not None and any(isinstance(one, inspect.DateTimeType) for one in kinds_of(inner)):
                yield f"{shape.cls.__name__}.{field.name}"
