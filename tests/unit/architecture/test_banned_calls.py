"""The linter keeps clocks and ids of its own out of the code: both come through ports."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
DECISION = ROOT / "src/shop_domain/kernel/planted.py"


@pytest.mark.parametrize(
    "line",
    [
        "from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)",
        "import datetime\n\nTODAY = datetime.date.today()",
        "from uuid import uuid4\n\nID = uuid4()",
        "import uuid\n\nID = uuid.uuid1()",
    ],
)
def test_a_decision_that_asks_the_machine_is_refused(line):
    code = f'"""Planted."""\n\n{line}\n'
    ruff = [Path(sys.executable).with_name("ruff"), "check", "--no-cache", "--output-format=concise"]
    done = subprocess.run(
        [*ruff, "--stdin-filename", DECISION, "-"], check=False, cwd=ROOT, input=code, capture_output=True, text=True
    )
    assert "TID251" in done.stdout


def test_no_test_replaces_our_own_code_by_a_mock():
    mocking = "unittest" + ".mock"
    assert [path.name for path in (ROOT / "tests").rglob("*.py") if mocking in path.read_text()] == []
