"""Tokens: one for the right secret, and none for anybody else."""

import base64
import binascii
import hmac
from datetime import timedelta
from urllib.parse import parse_qs

from provider_simulators.http_messages import Request, Response, json_response
from provider_simulators.ids import HEX, URL_SAFE
from provider_simulators.paypal.errors import PayPalError
from provider_simulators.paypal.state import PayPalState

_SCOPES = (
    "https://uri.paypal.com/services/payments/payment",
    "https://uri.paypal.com/services/payments/refund",
    "https://uri.paypal.com/services/applications/webhooks",
    "https://uri.paypal.com/services/applications/verify-webhook-signature",
)


def issue_token(state: PayPalState, request: Request) -> Response:
    """Give a token for client credentials in HTTP Basic."""
    if not _is_right(state, request.headers.get("authorization", "")):
        return _oauth_error(401, "invalid_client", "Client Authentication failed")
    form = parse_qs(request.body.decode("utf-8", "replace"))
    if form.get("grant_type") != ["client_credentials"]:
        return _oauth_error(400, "unsupported_grant_type", "Grant Type is NULL or not supported")
    token = f"SIM{state.ids.text(94, URL_SAFE)}"
    state.tokens[token] = state.now + timedelta(seconds=state.behavior.token_life_s)
    state.tokens_issued += 1
    body = {
        "scope": " ".join(_SCOPES),
        "access_token": token,
        "token_type": "Bearer",
        "app_id": "APP-SIMULATOR",
        "expires_in": state.behavior.token_life_s,
        "nonce": f"{state.now:%Y-%m-%dT%H:%M:%SZ}{state.ids.text(32, HEX)}",
    }
    return json_response(body)


def require_token(state: PayPalState, request: Request) -> None:
    """Raise the 401 of a bearer token that is missing, unknown or expired."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    ends = state.tokens.get(token)
    if kind.lower() != "bearer" or ends is None or ends <= state.now:
        raise PayPalError(401)


def _is_right(state: PayPalState, header: str) -> bool:
    kind, _, encoded = header.partition(" ")
    try:
        given = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        return False
    expected = f"{state.config.client_id}:{state.config.client_secret}".encode()
    return kind.lower() == "basic" and hmac.compare_digest(given, expected)


def _oauth_error(status: int, error: str, description: str) -> Response:
    return json_response({"error": error, "error_description": description}, status=status)
