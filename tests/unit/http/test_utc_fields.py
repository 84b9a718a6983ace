"""Moments are said in any zone and kept in UTC; none lies outside of every calendar."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from msgspec import inspect

from shop_domain.kernel.errors import InvalidFields
from shop_http.schemas.decoding import read_body, read_query
from shop_http.schemas.request_types import AwareDatetime, BodySchema, QuerySchema
from shop_http.schemas.validation_errors import kinds_of
from tests.unit.http.test_body_limits import SHAPES


class SampleBody(BodySchema, frozen=True, kw_only=True):
    at: AwareDatetime | None = None
    happy: bool = True


class SampleQuery(QuerySchema, frozen=True, kw_only=True):
    after: AwareDatetime | None = None


def body(at: str) -> bytes:
    return msgspec.json.encode({"at": at})


def test_a_time_of_another_zone_is_the_same_time_in_utc():
    said = read_body(body("2026-12-01T00:00:00+02:00"), SampleBody)
    assert said.at is not None
    assert (said.at, said.at.utcoffset()) == (datetime(2026, 11, 30, 22, tzinfo=UTC), timedelta(0))
    assert read_body(b"{}", SampleBody).at is None


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59-12:00", "9999-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00"])
def test_a_time_out_of_range_is_refused_by_name(at):
    with pytest.raises(InvalidFields) as refused:
        read_body(body(at), SampleBody)
    assert refused.value.fields == {"at": ["Must lie in the years 2 to 9998."]}


@pytest.mark.parametrize(
    ("after", "bound"),
    [
        ("9999-12-31T23:59:59-14:00", datetime(9998, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("0001-01-01T00:00:00%2B14:00", datetime(2, 1, 1, tzinfo=UTC)),
        ("2026-05-01T12:00:00-01:00", datetime(2026, 5, 1, 13, tzinfo=UTC)),
    ],
)
def test_a_bound_out_of_range_bounds_as_much(after, bound):
    assert read_query(f"after={after}".encode(), SampleQuery).after == bound


@pytest.mark.parametrize(
    ("after", "bound"),
    [("2026-01-01", datetime(2026, 1, 1, tzinfo=UTC)), ("0001-01-01", datetime(2, 1, 1, tzinfo=UTC))],
)
def test_a_plain_day_bounds_a_list_from_its_midnight_in_utc(after, bound):
    assert read_query(f"after={after}".encode(), SampleQuery).after == bound


@pytest.mark.parametrize("after", ["2026-02-30", "2026-1-1", "2026-01", "20260101", "2026-01-01 "])
def test_what_is_no_day_is_refused_by_name(after):
    with pytest.raises(InvalidFields) as refused:
        read_query(f"after={after}".encode(), SampleQuery)
    assert list(refused.value.fields) == ["after"]
    with pytest.raises(InvalidFields):
        read_body(body("2026-01-01"), SampleBody)


def test_datetimes_stand_at_the_top_of_every_body_where_they_are_put_in_utc():
    below = [field for shape in SHAPES for field in _nested(inspect.type_info(shape))]
    assert below == []


def _nested(shape):
    for field in shape.fields:
        for kind in kinds_of(field.type):
            inner = getattr(kind, "item_type", None) or getattr(kind, "value_type", None)
            if inner is not None and any(isinstance(one, inspect.DateTimeType) for one in kinds_of(inner)):
                yield f"{shape.cls.__name__}.{field.name}"
