"""The pages that people see, drawn by a real browser that reaches nothing but this machine."""

import shutil
import subprocess

import pytest

from tests.contract.http.server_process import running_server

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--enable-logging=stderr"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
FOREIGN_LOGO = "redoc/logo-mini.svg"
"""ReDoc asks for its maker's picture; the page's policy keeps it from doing so."""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on the PATH: the pages were not drawn"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with running_server(tmp_path_factory.mktemp("server")) as server:
        yield server


def drawn(server, page: str) -> tuple[str, list[str]]:
    """Give a page as it stands once its scripts have run, and what the browser complained about."""
    profile = server.folder / f"profile{page.replace('/', '-').replace('#', '-')}"
    command = [str(CHROMIUM), *QUIET, f"--user-data-dir={profile}", "--virtual-time-budget=15000", "--dump-dom"]
    address = f"http://127.0.0.1:{server.port}{page}"
    done = subprocess.run([*command, address], capture_output=True, text=True, timeout=100, check=True)
    complaints = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    return done.stdout, [line for line in complaints if not (FOREIGN_LOGO in line and "blocked" in line)]


@pytest.mark.parametrize(
    ("page", "signs"),
    [
        ("/api/docs/", ("opblock", "/api/v1/auth/login/", "Authorize", "Shop")),
        ("/", ("Swagger UI", "ReDoc")),
        ("/reset-password#token=t", ("Choose a new password",)),
        ("/reset-password", ("open the link in your mail again",)),
        ("/api/redoc/", ("/api/health/", "api-content", "Authentication", "Shop")),
    ],
)
def test_a_page_shows_what_it_should_and_breaks_no_rule_of_its_own(server, page, signs):
    dom, complaints = drawn(server, page)
    assert [sign for sign in signs if sign not in dom] == []
    assert complaints == []
