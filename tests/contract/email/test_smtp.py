"""Mail over SMTP: what the server says, and what it does not get to see."""

import datetime as dt
import socket
import ssl
import threading
import time
import warnings
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from shop_adapters.email import smtp
from shop_adapters.email.smtp import SmtpTransport, smtp_server_from_url
from shop_domain.notifications.errors import MailNotSent, MailRefused
from tests.contract.email.conftest import NOW, SENDER
from tests.contract.email.mail_server import MailServerOnLoopback, admit
from tests.contract.email.test_mail_transport import LINK, a_mail


def smtp_transport(url: str) -> SmtpTransport:
    return SmtpTransport(smtp_server_from_url(url), sender=SENDER, clock=lambda: NOW)


def test_the_whole_mail_arrives_in_text_and_html(server):
    smtp_transport(server.url).send(a_mail())
    [message] = server.arrived()
    [envelope] = server.inbox.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == ("shop@corner.example", ["ann@example.com"])
    assert message["Date"] == "Sun, 01 Mar 2026 12:00:00 +0000"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "Zoë" in message.get_body(("plain",)).get_content()
    assert f'href="{LINK}"' in message.get_body(("html",)).get_content()
    assert LINK.encode() in envelope.content


def test_addresses_beyond_ascii_arrive_where_the_server_takes_them():
    with MailServerOnLoopback(enable_SMTPUTF8=True) as server:
        smtp_transport(server.url).send(a_mail(to="zoë@example.com"))
        assert server.inbox.envelopes[0].rcpt_tos == ["zoë@example.com"]
    with MailServerOnLoopback(enable_SMTPUTF8=False) as server, pytest.raises(MailRefused):
        smtp_transport(server.url).send(a_mail(to="zoë@example.com"))


@pytest.mark.parametrize(
    ("recipient", "content", "error"),
    [
        ("550 no such user", "250 OK", MailRefused),
        ("450 mailbox busy", "250 OK", MailNotSent),
        ("250 OK", "554 rejected", MailRefused),
        ("250 OK", "451 try again", MailNotSent),
    ],
)
def test_what_the_server_refuses_for_good_is_told_from_what_it_may_take_later(server, recipient, content, error):
    server.inbox.to_recipient, server.inbox.to_content = recipient, content
    with pytest.raises(error):
        smtp_transport(server.url).send(a_mail())


def test_a_server_that_is_not_there_is_tried_again():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(MailNotSent):
        smtp_transport(f"smtp://127.0.0.1:{port}").send(a_mail())


def test_a_server_that_keeps_talking_is_cut_off_in_time(monkeypatch):
    monkeypatch.setattr(smtp, "TOTAL_TIMEOUT_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        talking = threading.Thread(target=_drip, args=(listening,), daemon=True)
        talking.start()
        began = time.monotonic()
        with pytest.raises(MailNotSent):
            smtp_transport(f"smtp://127.0.0.1:{listening.getsockname()[1]}").send(a_mail())
        assert time.monotonic() - began < 3
        talking.join(5)


def _drip(listening: socket.socket) -> None:
    connection, _ = listening.accept()
    with connection:
        try:
            for _ in range(40):
                connection.sendall(b"2")
                time.sleep(0.1)
        except OSError:
            return


def test_the_password_is_given_to_a_server_on_this_machine(monkeypatch):
    monkeypatch.setattr(smtp, "IO_TIMEOUT_SECONDS", 0.5)
    warnings.simplefilter("ignore", UserWarning)  # the server's own, about passwords without TLS
    options: dict[str, Any] = {
        "authenticator": admit(b"me@shop", b"p@ss:word"),
        "auth_required": True,
        "auth_require_tls": False,
    }
    with MailServerOnLoopback(None, **options) as server:
        smtp_transport(f"smtp://me%40shop:p%40ss%3Aword@127.0.0.1:{server.port}").send(a_mail())
        assert len(server.arrived()) == 1
        with pytest.raises(MailNotSent):
            smtp_transport(f"smtp://me%40shop:wrong@127.0.0.1:{server.port}").send(a_mail())


def test_no_password_goes_out_unencrypted_to_another_machine(server, monkeypatch):
    monkeypatch.setattr(smtp, "is_loopback", lambda _host: False)
    with pytest.raises(MailNotSent, match="no encryption"):
        smtp_transport(f"smtp://me:secret@127.0.0.1:{server.port}").send(a_mail())


def test_encryption_is_used_where_it_is_offered_and_the_name_is_checked(tmp_path, monkeypatch):
    ours, trusted = _certificate(tmp_path)
    with MailServerOnLoopback(tls_context=ours, require_starttls=True) as server:
        with pytest.raises(MailNotSent):
            smtp_transport(server.url).send(a_mail())
        monkeypatch.setattr(ssl, "create_default_context", lambda: trusted)
        smtp_transport(server.url).send(a_mail())
        assert len(server.arrived()) == 1
        with pytest.raises(MailNotSent):
            smtp_transport(f"smtp://localhost:{server.port}").send(a_mail())


def test_smtps_speaks_tls_from_the_first_byte(tmp_path, monkeypatch):
    ours, trusted = _certificate(tmp_path)
    with MailServerOnLoopback(ssl_context=ours) as server:
        with pytest.raises(MailNotSent):
            smtp_transport(f"smtps://127.0.0.1:{server.port}").send(a_mail())
        monkeypatch.setattr(ssl, "create_default_context", lambda: trusted)
        smtp_transport(f"smtps://127.0.0.1:{server.port}").send(a_mail())
        assert len(server.arrived()) == 1


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mail.example", ("mail.example", 25, None, None, False)),
        ("smtps://mail.example", ("mail.example", 465, None, None, True)),
        ("smtp://me:a@b@mail.example:587", ("mail.example", 587, "me", "a@b", False)),
        ("smtp://me:a%2Fb@[::1]:2525", ("::1", 2525, "me", "a/b", False)),
    ],
)
def test_a_server_is_read_from_its_address(url, expected):
    server = smtp_server_from_url(url)
    assert (server.host, server.port, server.user, server.password, server.encrypted) == expected


def _certificate(folder) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Make a server's context, and a client's that trusts it, for the address 127.0.0.1."""
    import ipaddress

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    start = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "loopback.pem"
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_cert_chain(path)
    return ours, ssl.create_default_context(cafile=path)
