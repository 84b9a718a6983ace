"""Pages of exactly the listed origins may call, and no look-alike."""

import pytest

from tests.contract.http.trial_routes import trial_client

OURS = "https://front.example"
ROWS = "/api/v1/trial/rows/"
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type, x-session-key"}


@pytest.fixture
def client():
    with trial_client(cors_allowed_origins=(OURS, "http://localhost:3000")) as client:
        yield client


@pytest.mark.parametrize("origin", [OURS, "http://localhost:3000"])
def test_a_listed_page_may_read_answers(client, origin):
    answer = client.get(ROWS, headers={"Origin": origin})
    assert answer.headers["access-control-allow-origin"] == origin
    assert "Origin" in answer.headers["vary"]
    assert "access-control-allow-credentials" not in answer.headers
    exposed = answer.headers["access-control-expose-headers"]
    for name in ("X-Session-Key", "ETag", "Retry-After", "Idempotency-Replayed", "X-Request-ID", "Location"):
        assert name in exposed


@pytest.mark.parametrize("path", ["/api/v1/nothing/", "/api/v1/trial/mine/", "/api/v1/trial/crash/"])
def test_a_listed_page_may_read_refusals_too(client, path):
    assert client.get(path, headers={"Origin": OURS}).headers["access-control-allow-origin"] == OURS


def test_a_listed_page_may_ask_first(client):
    answer = client.options(ROWS, headers={"Origin": OURS, **PREFLIGHT})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (204, OURS)
    allowed = answer.headers["access-control-allow-headers"].lower()
    for name in (
        "authorization",
        "content-type",
        "x-session-key",
        "idempotency-key",
        "if-match",
        "if-none-match",
        "x-request-id",
    ):
        assert name in allowed
    assert "PATCH" in answer.headers["access-control-allow-methods"]


@pytest.mark.parametrize(
    "origin",
    [
        *(
            "null",
            "",
            "*",
            "https://evil.example",
            "http://front.example",
            "https://front.example:443",
            "https://front.example.",
        ),
        *("https://front.example/", "https://FRONT.example", "https://frontxexample", "https://front-example"),
        *("https://evilfront.example", "https://front.example.evil.example", "https://sub.front.example"),
        *("https://front.example@evil.example", "https://evil.example/https://front.example", "//front.example"),
        *("https://front.example,https://evil.example", "https://front.example evil", "https://front%2eexample"),
        *("http://localhost:3001", "http://localhost", "https://localhost:3000", "http://127.0.0.1:3000", "file://"),
    ],
)
def test_no_other_page_is_granted_anything(client, origin):
    for answer in (
        client.get(ROWS, headers={"Origin": origin}),
        client.options(ROWS, headers={"Origin": origin, **PREFLIGHT}),
    ):
        granted = [name for name in answer.headers if name.startswith("access-control-allow")]
        assert granted == []


def test_without_origins_nothing_is_granted(trial):
    answer = trial.get(ROWS, headers={"Origin": OURS})
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_a_star_grants_all_but_never_credentials():
    with trial_client(cors_allowed_origins=("*",)) as client:
        answer = client.get(ROWS, headers={"Origin": "https://any.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
