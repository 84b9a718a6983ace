"""Clients that were written for the system that this shop replaces work unchanged.

Their code is read from that system's README, where it is at hand: from the file that SHOP_EARLIER_README names, else
from beside the project.
"""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.contract.cli.shop_process import running_shop, wait_for_address
from tests.contract.readme.test_readme import free_port

README = Path(os.environ.get("SHOP_EARLIER_README", Path(__file__).parents[4] / "shared/seed.md"))
RUNNER = Path(__file__).with_name("run_clients.mjs")
pytestmark = pytest.mark.skipif(not README.exists(), reason="LOUD: the earlier system's README is not at hand")
BLOCKS = ("Registration", "Login", "Sessions", "Errors", "Utilities")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README.read_text(), re.DOTALL | re.MULTILINE)


@pytest.fixture
def served(tmp_path, sqlite_url):
    """Serve the shop as a developer would, with its worker, and give its address and the folder of its mails."""
    port = free_port()
    variables = {"DATABASE_URL": sqlite_url, "PORT": str(port), "PUBLIC_URL": f"http://127.0.0.1:{port}"}
    with running_shop(tmp_path, "serve", **variables) as serving:
        yield wait_for_address(serving), tmp_path / "var/mail"


@pytest.mark.skipif(shutil.which("node") is None, reason="LOUD: no node on the PATH, so no JavaScript was run")
def test_the_javascript_runs_unchanged(served, tmp_path):
    address, mails = served
    mails.mkdir(parents=True, exist_ok=True)
    code = blocks("javascript")
    assert len(code) == len(BLOCKS)
    (tmp_path / "blocks.json").write_text(json.dumps(code))

    done = subprocess.run(
        ["node", RUNNER, address, mails, tmp_path / "blocks.json"],
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    output = json.loads(done.stdout)
    assert output["registration"] == [201, 200, 200]
    assert output["login"] == [200, 200, "user@example.com"]
    assert output["tokensTakenOver"]
    assert output["sessions"] == {
        "listed": 2,
        "statuses": [200, 200, 200],
        "stats": ["active_sessions", "expire_days", "max_allowed", "security_settings", "total_sessions"],
    }
    assert output["errors"] == [
        ["showFieldError", "email", "A user with this email already exists."],
        ["showFieldError", "username", "A user with this username already exists."],
        ["showFieldError", "password", "This password is too common."],
        ["showLoginError", "Invalid email or password."],
        ["clearTokens"],
        ["redirectToLogin", "Your session has been terminated. Please log in again."],
        ["showVerificationError", "This verification token has already been used."],
        ["showFieldError", "current_password", "Current password is incorrect."],
    ]
    assert output["refreshed"]
    assert output["shown"] == [["updateSessionsUI", 1, True]]
    assert output["loggedOut"] == [0, ["redirectToLogin"]]
    assert output["refreshedAfterLogout"] == 401


def commands(block: str) -> list[str]:
    """Take the curl commands out of a block, each on one line."""
    joined = block.replace("\\\n", " ")
    return re.findall(r"^\s*(curl (?:[^\n']|'[^']*')*)", joined, re.MULTILINE)


def test_the_curl_sequence_runs_with_the_pair_that_a_refresh_answers(served):
    address, mails = served
    (block,) = [block for block in blocks("bash") if "# 1. Test Registration Flow" in block]
    register, verify, login, sessions, refresh, end_others, logout = commands(block)
    given = {"ACCESS_TOKEN": "", "REFRESH_TOKEN": ""}

    def ask(command: str) -> Any:
        script = command.replace("http://localhost:8000", address)
        done = subprocess.run(
            ["bash", "-c", f"{script} -s"], capture_output=True, text=True, timeout=30, check=True,
            env={"PATH": os.environ["PATH"], **given},
        )  # fmt: skip
        return json.loads(done.stdout)

    assert ask(register)["message"].startswith("Registration successful.")
    assert "verified successfully" in ask(verify.replace("{TOKEN_FROM_ABOVE}", token_of(mails)))["message"]
    pair = ask(login)
    given.update(ACCESS_TOKEN=pair["access"], REFRESH_TOKEN=pair["refresh"])
    assert [session["is_current"] for session in ask(sessions)] == [True]
    pair = ask(refresh)
    given.update(ACCESS_TOKEN=pair["access"], REFRESH_TOKEN=pair["refresh"])
    assert ask(end_others)["deactivated_count"] == 0
    assert ask(logout) == {"message": "Successfully logged out."}


def test_the_loop_of_wrong_logins_is_stopped_at_the_sixth(served):
    address, _ = served
    (block,) = [block for block in blocks("bash") if "for i in {1..6}" in block]
    loop = block[block.index("for i in") : block.index("done") + len("done")]
    counted = loop.replace("curl ", "curl -s -o /dev/null -w '%{http_code}\\n' ").replace(
        "http://localhost:8000", address
    )
    done = subprocess.run(["bash", "-c", counted], capture_output=True, text=True, timeout=60, check=True)
    assert re.findall(r"^\d{3}$", done.stdout, re.MULTILINE) == ["400"] * 5 + ["429"]


def token_of(mails: Path) -> str:
    from tests.contract.cli.shop_process import wait_until

    def found() -> list[str]:
        texts = [path.read_text().replace("=\n", "") for path in mails.glob("*verify_email*")]
        return [match for text in texts for match in re.findall(r"verify-email/([0-9a-f-]{36})", text)]

    wait_until(lambda: bool(found()))
    return found()[0]
