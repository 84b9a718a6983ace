"""Tokens: one for the right secret, and none for anybody else."""

import base64
import binascii
import hmac
from datetime import timedelta
from urllib.parse import parse_qs

from shop_http.simulators.ids import HEX, URL_SAFE
from shop_http.simulators.messages import Reply, Request, as_json
from shop_http.simulators.paypal.problems import Problem
from shop_http.simulators.paypal.world import PayPalWorld

_SCOPES = (
    "https://uri.paypal.com/services/payments/payment",
    "https://uri.paypal.com/services/payments/refund",
    "https://uri.paypal.com/services/applications/webhooks",
    "https://uri.paypal.com/services/applications/verify-webhook-signature",
)


def issue_token(world: PayPalWorld, request: Request) -> Reply:
    """Give a token for client credentials in HTTP Basic."""
    if not _is_right(world, request.headers.get("authorization", "")):
        return _oauth_error(401, "invalid_client", "Client Authentication failed")
    form = parse_qs(request.body.decode("utf-8", "replace"))
    if form.get("grant_type") != ["client_credentials"]:
        return _oauth_error(400, "unsupported_grant_type", "Grant Type is NULL or not supported")
    token = f"SIM{world.ids.text(94, URL_SAFE)}"
    world.tokens[token] = world.now + timedelta(seconds=world.knobs.token_life_s)
    world.tokens_issued += 1
    body = {
        "scope": " ".join(_SCOPES),
        "access_token": token,
        "token_type": "Bearer",
        "app_id": "APP-SIMULATOR",
        "expires_in": world.knobs.token_life_s,
        "nonce": f"{world.now:%Y-%m-%dT%H:%M:%SZ}{world.ids.text(32, HEX)}",
    }
    return as_json(body)


def require_token(world: PayPalWorld, request: Request) -> None:
    """Raise the 401 of a bearer token that is missing, unknown or expired."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    ends = world.tokens.get(token)
    if kind.lower() != "bearer" or ends is None or ends <= world.now:
        raise Problem(401)


def _is_right(world: PayPalWorld, header: str) -> bool:
    kind, _, encoded = header.partition(" ")
    try:
        given = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        return False
    expected = f"{world.config.client_id}:{world.config.client_secret}".encode()
    return kind.lower() == "basic" and hmac.compare_digest(given, expected)


def _oauth_error(status: int, error: str, description: str) -> Reply:
    return as_json({"error": error, "error_description": description}, status=status)
