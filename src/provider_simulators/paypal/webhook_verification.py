"""Answer whether a webhook is genuine, by really checking it."""

import msgspec

from provider_simulators.http_messages import Request, Response, json_response
from provider_simulators.paypal.parse_request import read_json
from provider_simulators.paypal.schema import AnySchema, ObjectSchema, StringSchema
from provider_simulators.paypal.state import PayPalState
from provider_simulators.paypal.webhook_signing import ALGORITHM, is_signed_by, own_signer, signed_message

_ID_PATTERN = r"^(?!\d+$)\w+\S+"
TRANSMISSION = ObjectSchema(
    properties={
        "auth_algo": StringSchema(max_length=100, pattern=r"^[a-zA-Z0-9]+\Z"),
        "cert_url": StringSchema(max_length=500),
        "transmission_id": StringSchema(max_length=50, pattern=_ID_PATTERN),
        # The published pattern wants a letter or digit first, which base64 does not promise.
        "transmission_sig": StringSchema(max_length=500),
        "transmission_time": StringSchema(max_length=100),
        "webhook_id": StringSchema(max_length=50, pattern=r"^[a-zA-Z0-9]+\Z"),
        "webhook_event": ObjectSchema(properties={"resource": AnySchema()}),
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


def verify_webhook(state: PayPalState, request: Request) -> Response:
    """Answer SUCCESS only for what this simulator signed, for a webhook that is registered with it."""
    unknown_before = list(state.unknown_fields)
    read_json(state, request, TRANSMISSION)
    state.unknown_fields = unknown_before  # an event may hold anything
    given = msgspec.json.decode(request.body, type=Transmission)
    is_ours = (
        given.cert_url == state.cert_url
        and given.webhook_id in state.webhooks
        and is_genuine(given, own_signer().certificate_pem)
    )
    return json_response({"verification_status": "SUCCESS" if is_ours else "FAILURE"})


def is_genuine(given: Transmission, certificate_pem: bytes) -> bool:
    """Tell whether the certificate's key signed this body for this webhook."""
    body = bytes(given.webhook_event)
    message = signed_message(given.transmission_id, given.transmission_time, given.webhook_id, body)
    return given.auth_algo == ALGORITHM and is_signed_by(certificate_pem, message, given.transmission_sig)
