"""The health check answers in time, whatever happens to what it asks about."""

import threading
import time
from datetime import UTC, datetime

from shop_http.health import HealthChecks

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def health_with(check) -> HealthChecks:
    return HealthChecks(checks={"database": check}, clock=lambda: NOW)


def test_a_well_shop_says_so():
    report = health_with(lambda: None).report()
    assert (report.status, report.checks, report.timestamp) == ("ok", {"database": "ok"}, NOW)


def test_a_broken_thing_makes_the_whole_unavailable():
    def broken():
        raise RuntimeError

    report = health_with(broken).report()
    assert (report.status, report.checks) == ("unavailable", {"database": "unavailable"})


def test_a_thing_that_hangs_is_given_up_in_time_asked_once_and_found_well_again():
    hanging, asked = threading.Event(), []

    def hangs_at_first():
        asked.append(1)
        if len(asked) == 1:
            hanging.wait(20)

    health = health_with(hangs_at_first)
    started = time.monotonic()
    assert health.report().status == "unavailable"
    assert time.monotonic() - started < 2
    assert health.report().status == "unavailable"
    assert len(asked) == 1
    hanging.set()
    health._checks["database"]._thread.submit(lambda: None).result(5)
    assert health.report().status == "ok"
    assert len(asked) == 2
    health.close()
