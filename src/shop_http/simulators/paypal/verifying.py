"""Answer whether a webhook is genuine, by really checking it."""

import msgspec

from shop_http.simulators.messages import Reply, Request, as_json
from shop_http.simulators.paypal.reading import read_json
from shop_http.simulators.paypal.shape import Anything, Fields, Text
from shop_http.simulators.paypal.signing import ALGORITHM, is_signed_by, own_signer, signed_message
from shop_http.simulators.paypal.world import PayPalWorld

_WORD = r"^(?!\d+$)\w+\S+"
TRANSMISSION = Fields(
    known={
        "auth_algo": Text(most=100, pattern=r"^[a-zA-Z0-9]+\Z"),
        "cert_url": Text(most=500),
        "transmission_id": Text(most=50, pattern=_WORD),
        # The published pattern wants a letter or digit first, which base64 does not promise.
        "transmission_sig": Text(most=500),
        "transmission_time": Text(most=100),
        "webhook_id": Text(most=50, pattern=r"^[a-zA-Z0-9]+\Z"),
        "webhook_event": Fields(known={"resource": Anything()}),
    },
    required=(
        *("auth_algo", "cert_url", "transmission_id", "transmission_sig"),
        *("transmission_time", "webhook_id", "webhook_event"),
    ),
)


class Transmission(msgspec.Struct, frozen=True, kw_only=True):
    """What the shop received; the event stays the bytes that it was."""

    auth_algo: str
    cert_url: str
    transmission_id: str
    transmission_sig: str
    transmission_time: str
    webhook_id: str
    webhook_event: msgspec.Raw


def verify(world: PayPalWorld, request: Request) -> Reply:
    """Answer SUCCESS only for what this simulator signed, for a webhook that is registered with it."""
    unknown_before = list(world.unknown_fields)
    read_json(world, request, TRANSMISSION)
    world.unknown_fields = unknown_before  # an event may hold anything
    given = msgspec.json.decode(request.body, type=Transmission)
    is_ours = (
        given.cert_url == world.cert_url
        and given.webhook_id in world.webhooks
        and is_genuine(given, own_signer().certificate_pem)
    )
    return as_json({"verification_status": "SUCCESS" if is_ours else "FAILURE"})


def is_genuine(given: Transmission, certificate_pem: bytes) -> bool:
    """Tell whether the certificate's key signed this body for this webhook."""
    body = bytes(given.webhook_event)
    message = signed_message(given.transmission_id, given.transmission_time, given.webhook_id, body)
    return given.auth_algo == ALGORITHM and is_signed_by(certificate_pem, message, given.transmission_sig)
