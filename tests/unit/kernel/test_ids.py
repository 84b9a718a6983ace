"""Ids tell when they were made."""

from datetime import UTC, datetime, timedelta

from uuid_utils.compat import uuid7

from shop_domain.kernel.ids import first_uuid7_at


def test_an_id_made_now_lies_between_the_moments_around_it():
    now = datetime.now(UTC)
    assert first_uuid7_at(now - timedelta(seconds=1)) < uuid7() < first_uuid7_at(now + timedelta(seconds=5))


def test_the_first_id_of_a_moment_is_a_uuid_of_version_7():
    first = first_uuid7_at(datetime(2026, 5, 1, tzinfo=UTC))
    assert (first.version, first.variant) == (7, "specified in RFC 4122")
