"""The first clients that this API was promised to, against a served shop: a single-page shop, and calls by hand."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.contract.cli.shop_program import address_of, running, shop

HERE = Path(__file__).parent
SQLITE = {"DATABASE_URL": "sqlite:///shop.db"}


@pytest.fixture
def served(tmp_path):
    assert shop(tmp_path, "migrate", variables=SQLITE).returncode == 0
    with running(tmp_path, "serve", "--port", "0", **SQLITE) as serving:
        address = address_of(serving)
        (tmp_path / "var/mail").mkdir(parents=True, exist_ok=True)
        yield address, tmp_path / "var/mail"


def outcome(*command: str | Path) -> tuple[int, str, str]:
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    return done.returncode, done.stdout, done.stderr


def test_a_single_page_shop_works_from_registration_to_logout(served):
    node = shutil.which("node")
    if node is None:
        pytest.skip("NO NODE ON THIS MACHINE: the single-page client was not run")
    address, mails = served
    assert outcome(node, HERE / "single_page_shop.mjs", address, mails) == (0, "done\n", "")


def test_the_calls_by_hand_work_in_their_order(served):
    address, mails = served
    assert outcome("bash", HERE / "by_hand.sh", address, mails) == (0, "done\n", "")
