"""What the README and the examples tell people to do, done."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.contract.cli.shop_process import environment, run_shop, running_shop, wait_for_address, wait_until

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text()
WRITTEN_FOR = "http://127.0.0.1:8000"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def purchase() -> str:
    (script,) = re.findall(r"```bash\n(.*?)```", README, re.DOTALL)
    return script


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def variables(request) -> dict[str, str]:
    """Tell the shop where its database, its pages and its mails are."""
    url, port = request.getfixturevalue(f"{request.param}_url"), free_port()
    return {"DATABASE_URL": url, "PORT": str(port), "PUBLIC_URL": f"http://127.0.0.1:{port}"}


@pytest.mark.parametrize("processes", ["1", "2"])
def test_the_purchase_is_made_line_by_line_as_it_is_written(variables, tmp_path, processes):
    assert run_shop(tmp_path, "demo", variables=variables).returncode == 0
    with running_shop(tmp_path, "serve", **variables, WEB_CONCURRENCY=processes) as serving:
        address = wait_for_address(serving)
        script = purchase().replace(WRITTEN_FOR, address)
        done = pasted(script, tmp_path)
        assert done.returncode == 0, done.stderr
        (page,) = re.findall(rf"{address}/_sim/paypal/checkoutnow\?token=\w+$", done.stdout, re.MULTILINE)
        assert httpx.get(page).headers["content-type"].startswith("text/html")
        assert '"message":"Payment completed successfully"' in done.stdout
        assert '"status":"CONFIRMED","payment_status":"COMPLETED"' in done.stdout
        wait_until(lambda: any((tmp_path / "var/mail").glob("*.order_confirmed.eml")))


def pasted(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", script],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=folder,
    )


def test_the_purchase_can_be_made_again_and_again(variables, tmp_path):
    assert run_shop(tmp_path, "demo", variables=variables).returncode == 0
    with running_shop(tmp_path, "serve", **variables) as serving:
        script = purchase().replace(WRITTEN_FOR, wait_for_address(serving))
        assert [pasted(script, tmp_path).returncode for _ in range(4)] == [0] * 4


def test_a_refusal_is_told_where_it_happens(tmp_path):
    field = purchase().partition("field() {")[2].partition("}\n")[0]
    done = pasted(f"""field() {{{field}}}\necho '{{"detail": "Not found."}}' | field variants.0.id""", tmp_path)
    assert done.returncode == 1
    assert done.stderr == 'The shop refused: {"detail": "Not found."}\n'


def test_the_program_of_the_readme_is_the_program_that_there_is(tmp_path):
    listed = set(re.findall(r"^\| `shop ([a-z-]+)", README, re.MULTILINE))
    helped = run_shop(tmp_path, "--help").stdout.partition("Commands:")[2]
    assert listed <= set(re.findall(r"^  ([a-z-]+)", helped, re.MULTILINE))


def test_every_file_that_the_readme_names_is_there():
    named = re.findall(r"`((?:src|docs|examples|bench)/[\w/.-]+)`", README)
    missing = [name for name in named if not (ROOT / name).exists()]
    assert named
    assert not missing


def test_the_dry_run_in_memory():
    done = subprocess.run(
        [sys.executable, ROOT / "examples/dry_run_in_memory.py"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={"PATH": os.environ["PATH"]},
    )
    assert done.stdout == "CONFIRMED: 99.80 USD, 3 teapots left\n"


def test_the_close_of_the_day(sqlite_url, tmp_path):
    done = subprocess.run(
        [sys.executable, ROOT / "examples/close_of_day.py"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        cwd=tmp_path,
        env=environment(DATABASE_URL=sqlite_url),
    )
    assert done.stdout == "0 payments, refunds and webhooks looked after; 0 carts abandoned\n"
