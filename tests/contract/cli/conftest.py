"""The program inside of the test's own process, which is much quicker than a process each."""

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

import pytest
import structlog
from click.testing import CliRunner, Result

from shop_adapters.cli import main
from tests.contract.cli.shop_process import environment

Run: TypeAlias = Callable[..., Result]
SQLITE = {"DATABASE_URL": "sqlite:///shop.db"}


@pytest.fixture
def run(tmp_path, monkeypatch) -> Iterator[Run]:
    """Run a command to its end in a folder of the test's own, its output in pipes."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    monkeypatch.chdir(tmp_path)

    def run(*words: str, given: str = "", variables: Mapping[str, str] = SQLITE) -> Result:
        for name in os.environ.keys() - environment().keys():
            monkeypatch.delenv(name)
        return CliRunner().invoke(main, words, input=given, env=environment(**variables), prog_name="shop")

    yield run
    root.handlers[:] = before
    root.setLevel(level)
    structlog.reset_defaults()
