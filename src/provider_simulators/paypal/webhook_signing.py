"""Sign webhooks as PayPal does, with a key of our own made at start."""

import base64
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

ALGORITHM = "SHA256withRSA"
CERTIFICATE_NAME = "CERT-SIMULATOR-ONLY"
COMMON_NAME = "messageverificationcerts.sandbox.paypal.com"
_BITS = 2048


def signed_message(transmission_id: str, time: str, webhook_id: str, body: bytes) -> str:
    """Return the text that is signed: the body takes part by its checksum only."""
    return f"{transmission_id}|{time}|{webhook_id}|{zlib.crc32(body)}"


def is_signed_by(certificate_pem: bytes, message: str, signature: str) -> bool:
    """Tell whether the base64 signature over the message was made with the certificate's key."""
    key = x509.load_pem_x509_certificate(certificate_pem).public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        return False
    try:
        raw = base64.b64decode(signature, validate=True)
        key.verify(raw, message.encode(), padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


class Signer:
    """A root, a signing certificate under it, and the key to it."""

    def __init__(self) -> None:
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
        root_key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
        root_name = _name("Simulated root, worth nothing")
        root = _certificate(root_name, root_name, root_key.public_key(), root_key, is_root=True)
        leaf = _certificate(_name(COMMON_NAME), root_name, self._key.public_key(), root_key, is_root=False)
        self.certificate_pem = leaf.public_bytes(serialization.Encoding.PEM)
        self.root_pem = root.public_bytes(serialization.Encoding.PEM)

    def sign(self, message: str) -> str:
        raw = self._key.sign(message.encode(), padding.PKCS1v15(), hashes.SHA256())
        return base64.b64encode(raw).decode()


@cache
def own_signer() -> Signer:
    """Return this process' signer: making keys takes long, so all runs share it."""
    return Signer()


@cache
def foreign_signer() -> Signer:
    """Return a signer that nobody knows, for forgeries."""
    return Signer()


def transmission_headers(
    signer: Signer, *, transmission_id: str, time: str, webhook_id: str, body: bytes, cert_url: str
) -> Mapping[str, str]:
    """Return the five headers of a signed webhook."""
    return {
        "PAYPAL-AUTH-ALGO": ALGORITHM,
        "PAYPAL-CERT-URL": cert_url,
        "PAYPAL-TRANSMISSION-ID": transmission_id,
        "PAYPAL-TRANSMISSION-SIG": signer.sign(signed_message(transmission_id, time, webhook_id, body)),
        "PAYPAL-TRANSMISSION-TIME": time,
    }


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPublicKey, signed_with: rsa.RSAPrivateKey, *, is_root: bool
) -> x509.Certificate:
    now = datetime.now(UTC)  # noqa: TID251  a certificate is valid in real time
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
    )
    return builder.sign(signed_with, hashes.SHA256())
