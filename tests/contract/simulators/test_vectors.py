"""Signature vectors that were computed elsewhere, against the simulator's own signing and checking."""

import json
import zlib
from typing import Any

import msgspec
import pytest

from provider_simulators.paypal.webhook_signing import own_signer, signed_message, transmission_headers
from provider_simulators.paypal.webhook_verification import Transmission, is_genuine
from tests.contract.simulators.published_schemas import FOLDER

FILE = FOLDER.parent / "vectors.json"
VECTORS: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))["paypal"] if FILE.is_file() else {}
WEBHOOKS: dict[str, Any] = {vector["id"]: vector for vector in VECTORS.get("webhooks", [])}
REFUSED_BY_ADDRESS = {"foreign-cert-host", "userinfo-in-cert-url", "http-cert-url", "live-host-in-sandbox"}

available = pytest.mark.skipif(
    not VECTORS,
    reason=f"no signature vectors at {FILE}: the simulator's checksums and signatures were NOT held against them",
)


def transmission(headers, webhook_id, body):
    return Transmission(
        auth_algo=headers.get("PAYPAL-AUTH-ALGO", ""),
        cert_url=headers.get("PAYPAL-CERT-URL", ""),
        transmission_id=headers.get("PAYPAL-TRANSMISSION-ID", ""),
        transmission_sig=headers.get("PAYPAL-TRANSMISSION-SIG", ""),
        transmission_time=headers.get("PAYPAL-TRANSMISSION-TIME", ""),
        webhook_id=webhook_id,
        webhook_event=msgspec.Raw(body),
    )


@available
def test_checksums_are_the_known_ones():
    assert VECTORS["crc32"]
    for vector in VECTORS["crc32"]:
        message = signed_message("id", "time", "webhook", vector["body"].encode())
        assert message == f"id|time|webhook|{vector['crc32']}"


@available
def test_messages_are_the_known_ones():
    vectors = [vector for vector in WEBHOOKS.values() if "message" in vector]
    assert vectors
    for vector in vectors:
        headers = vector.get("headers", {})
        given = vector.get("transmission_id", headers.get("PAYPAL-TRANSMISSION-ID"))
        time = vector.get("transmission_time", headers.get("PAYPAL-TRANSMISSION-TIME"))
        assert signed_message(given, time, vector["webhook_id"], vector["body"].encode()) == vector["message"]


@available
@pytest.mark.parametrize("name", [name for name, vector in WEBHOOKS.items() if "headers" in vector] or ["none"])
def test_signatures_are_accepted_and_refused_as_known(name):
    vector = WEBHOOKS[name]
    given = transmission(vector["headers"], vector["webhook_id"], vector["body"].encode())
    has_known_address = given.cert_url.endswith("CERT-TEST-ONLY") and "sandbox" in given.cert_url
    genuine = has_known_address and is_genuine(given, VECTORS["leaf_certificate_pem"].encode())
    assert genuine == (vector["origin"] == "computed")
    refused_by_address = any(word in name for word in REFUSED_BY_ADDRESS)
    assert has_known_address != refused_by_address


def test_what_is_signed_here_is_accepted_here_and_nowhere_else():
    body = '{"summary":"Pago de 12,10 € recibido"}'.encode()
    headers = transmission_headers(
        own_signer(), transmission_id="b2c9e4f0", time="2025-11-23T10:15:02Z", webhook_id="W1", body=body, cert_url="x"
    )
    assert zlib.crc32(body) > 2**31  # a checksum taken as a signed number would fail here
    assert is_genuine(transmission(headers, "W1", body), own_signer().certificate_pem)
    assert not is_genuine(transmission(headers, "W2", body), own_signer().certificate_pem)
    assert not is_genuine(transmission(headers, "W1", body + b" "), own_signer().certificate_pem)
    assert not is_genuine(transmission(headers, "W1", body), own_signer().root_pem)
