"""The databases that tests run on, and the count of what ran on each."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter
from hypothesis import settings

from tests import postgres, sqlite

PROPERTY = "database"

# Elapsed time on a shared machine says nothing about a rule; pytest's own timeout ends what hangs.
settings.register_profile("shop", deadline=None, print_blob=True)
settings.load_profile("shop")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--require-postgres",
        action="store_true",
        help="fail unless tests passed on PostgreSQL and none that needs it was skipped",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Start the server before the workers, so that they share it and it outlives each of them."""
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        postgres.server()


@pytest.fixture
def runs_on(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Note which database a test runs on."""
    return lambda database: record_property(PROPERTY, database)


@pytest.fixture
def sqlite_url(tmp_path: Path, runs_on: Callable[[str], None]) -> str:
    """A migrated SQLite file of the test's own."""
    runs_on("SQLite")
    return sqlite.fresh_file(tmp_path)


@pytest.fixture
def postgres_url(runs_on: Callable[[str], None]) -> Iterator[str]:
    """A migrated PostgreSQL database of the test's own."""
    runs_on("PostgreSQL")
    url = postgres.fresh_database()
    yield url
    postgres.drop_database(url)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let a run fail that was to show PostgreSQL and did not."""
    config = session.config
    if not config.getoption("--require-postgres") or hasattr(config, "workerinput"):
        return
    if _skipped(config) or not _passed(config)["PostgreSQL"]:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    """Say how many tests passed on which database."""
    ran = _passed(config)
    versions = {"SQLite": sqlite.version, "PostgreSQL": postgres.version}
    for database, count in sorted(ran.items()):
        version = versions.get(database, str)()
        terminalreporter.write_line(f"{count} tests passed on {database} {version}".rstrip())
    if config.getoption("--require-postgres"):
        if not ran["PostgreSQL"]:
            terminalreporter.write_line("No test passed on PostgreSQL.", red=True)
        for report in _skipped(config):
            terminalreporter.write_line(f"Needs PostgreSQL, but was skipped: {report.nodeid}", red=True)


def _passed(config: pytest.Config) -> Counter[str]:
    reports = (report for report in _reports(config, "passed") if report.when == "call")
    return Counter(str(value) for report in reports for key, value in report.user_properties if key == PROPERTY)


def _skipped(config: pytest.Config) -> list[pytest.TestReport]:
    """List the skipped tests that would have run on PostgreSQL, by their mark, name or fixtures."""
    return [
        report
        for report in _reports(config, "skipped")
        if "beside" not in report.keywords
        and (
            "postgres" in report.keywords
            or "postgres" in report.nodeid.lower()
            or (PROPERTY, "PostgreSQL") in report.user_properties
        )
    ]


def _reports(config: pytest.Config, outcome: str) -> list[pytest.TestReport]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return reporter.getreports(outcome) if isinstance(reporter, TerminalReporter) else []
