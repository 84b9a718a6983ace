"""Whatever a request says of its host, the links in mails are the shop's own."""

import json
import time

import pytest

from tests.contract.http.server_process import running_server

SHOP = "https://shop.example"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("server")
    changed = {"PUBLIC_URL": SHOP, "ALLOWED_HOSTS": "*", "EMBEDDED_WORKER": "true", "EMAIL_URL": f"file:{folder}/mail"}
    with running_server(folder, **changed) as server:
        yield server


@pytest.mark.parametrize(
    "lines",
    [
        b"Host: evil.example\r\n",
        b"Host: 127.0.0.1\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: http\r\n",
        b"Host: 127.0.0.1\r\nForwarded: host=evil.example\r\n",
    ],
    ids=["host", "forwarded host", "forwarded"],
)
def test_a_mail_links_to_the_shop(server, lines, request):
    name = request.node.callspec.id.replace(" ", "")
    form = {
        "email": f"{name}@customer.example",
        "username": name,
        "password": "SecurePass123!",
        "first_name": "Ana",
        "last_name": "García",
    }
    body = json.dumps(form).encode()
    head = b"POST /api/v1/auth/register/ HTTP/1.1\r\n" + lines + b"Content-Type: application/json\r\n"
    answer = server.send_raw(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
    assert answer.startswith(b"HTTP/1.1 201"), answer
    mail = mail_to(server.folder / "mail", form["email"])
    assert f"{SHOP}/api/v1/auth/verify-email/" in mail
    assert "evil.example" not in mail


def mail_to(folder, address: str, seconds: float = 20) -> str:
    """Wait for the mail to somebody, and give it as text."""
    import email
    import email.policy

    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for path in folder.rglob("*.eml"):
            message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if address in str(message["To"]):
                parts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
                return "\n".join(parts)
        time.sleep(0.1)
    pytest.fail(f"no mail to {address} in {[path.name for path in folder.rglob('*')]}")
