"""Tokens that are not ours, or not what they seem, open nothing."""

import base64
import hmac
import json
from itertools import product
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tests.contract.http.auth_client import AUTH, a_verified_user, log_in, post_auth

KEY = b"a key of somebody else, 32 bytes"


@pytest.fixture
def database_url(sqlite_url) -> str:
    """Use one kind of database: what is refused here is refused before any is asked, or by a session's row."""
    return sqlite_url


@pytest.fixture
def tokens(shop, client):
    a_verified_user(shop, client)
    return log_in(client)


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any], str]:
    head, payload, signature = token.split(".")
    return decoded(head), decoded(payload), signature


def decoded(part: str) -> dict[str, Any]:
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def encoded(content: object) -> str:
    raw = content if isinstance(content, bytes) else json.dumps(content, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def signed(header: object, claims: object, key: bytes, algorithm: str = "sha256") -> str:
    said = f"{encoded(header)}.{encoded(claims)}"
    return f"{said}.{encoded(hmac.digest(key, said.encode(), algorithm))}"


def our_key(shop) -> bytes:
    return shop.access_tokens()._signing


def answer_to(client, token: str):
    return client.get(f"{AUTH}/sessions/", headers={"Authorization": f"Bearer {token}"})


def let_in(client, tokens) -> list[str]:
    """Give those of the tokens that are not refused as they should be."""
    wrong = []
    for token in tokens:
        answer = answer_to(client, token)
        refusal = answer.status_code == 401 and set(answer.json()) == {"detail", "code"}
        if not refusal or answer.headers["WWW-Authenticate"] != "Bearer":
            wrong.append(f"{answer.status_code} {token}")
    return wrong


def test_our_own_signature_by_hand_is_accepted_so_that_the_refusals_below_mean_something(shop, client, tokens):
    header, claims, _ = parts(tokens["access"])
    assert signed(header, claims, our_key(shop)) == tokens["access"]
    assert answer_to(client, tokens["access"]).status_code == 200


def test_no_token_says_more_than_whose_session_it_is_of(tokens):
    header, claims, _ = parts(tokens["access"])
    assert set(header) == {"alg", "typ", "kid"}
    assert set(claims) == {"iss", "aud", "sub", "sid", "jti", "iat", "nbf", "exp"}
    assert claims["exp"] - claims["iat"] == 15 * 60


def test_a_token_without_a_real_signature_is_refused(client, tokens):
    header, claims, kept = parts(tokens["access"])
    names = ["none", "None", "NONE", "nOnE", "", "HS256 ", "hs256", "HS1", None, 0, [], {}]
    heads = [encoded({**header, "alg": name}) for name in names]
    assert let_in(client, [f"{head}.{encoded(claims)}.{s}" for head in heads for s in ("", kept)]) == []


def test_another_algorithm_is_refused_even_with_our_key(shop, client, tokens):
    header, claims, _ = parts(tokens["access"])
    forged = [
        signed({**header, "alg": name}, claims, our_key(shop), name.replace("HS", "sha")) for name in ("HS384", "HS512")
    ]
    assert let_in(client, forged) == []


def test_a_foreign_signature_is_refused(client, tokens):
    header, claims, _ = parts(tokens["access"])
    keys, names = (KEY, b"", b"secret", b"k" * 64), ("HS256", "HS384", "HS512")
    forged = [signed({**header, "alg": name}, claims, key, name.replace("HS", "sha")) for key in keys for name in names]
    assert let_in(client, forged) == []


def test_a_public_key_signature_is_refused(client, tokens):
    header, claims, _ = parts(tokens["access"])
    named = {"kid": header["kid"], "typ": header["typ"]}
    pairs = (("RS256", rsa.generate_private_key(65537, 2048)), ("ES256", ec.generate_private_key(ec.SECP256R1())))
    assert let_in(client, [jwt.encode(claims, key, name, headers=named) for name, key in pairs]) == []


EXTRA: list[dict[str, Any]] = [
    {"jku": "http://127.0.0.1:1/keys"},
    {"x5u": "http://127.0.0.1:1/certificate"},
    {"jwk": {"kty": "oct", "k": encoded(KEY)}},
    {"x5c": ["MIIB"]},
    {"crit": ["exp"]},
    {"crit": ["b64"], "b64": False},
    {"zip": "DEF"},
    {"cty": "JWT"},
    {"kid": "../../../../dev/null"},
    {"kid": "' UNION SELECT 'key' --"},
    {"kid": "k" * 4096},
    {"kid": ""},
    {"kid": None},
    {"kid": 1},
    {"typ": "JWT"},
    {"typ": "rt+jwt"},
    {"typ": None},
]


def test_a_header_that_names_anything_of_its_own_is_refused(shop, client, tokens):
    header, claims, _ = parts(tokens["access"])
    forged = [signed({**header, **extra}, claims, key) for extra in EXTRA for key in (our_key(shop), KEY)]
    assert let_in(client, forged) == []


def test_a_header_that_lacks_something_is_refused(shop, client, tokens):
    header, claims, _ = parts(tokens["access"])
    less = [{name: header[name] for name in header if name != missing} for missing in header]
    assert let_in(client, [signed(head, claims, our_key(shop)) for head in less]) == []


WRONG_CLAIMS: list[tuple[str, Any]] = [
    *product(("iss", "aud"), ("https://evil.example", "", None, [], 1)),
    *product(("sub", "sid"), ("00000000-0000-4000-8000-000000000000", "nobody", "", None, 1, [])),
    *product(("jti",), ("0" * 32, "", None, 1, "é")),
    *product(("exp",), (1, 0, -1, "tomorrow", None, True, 1e300)),
    *product(("nbf", "iat"), (4_000_000_000, "tomorrow", None, True)),
]


def test_a_wrong_claim_is_refused_even_with_our_signature(shop, client, tokens):
    header, claims, _ = parts(tokens["access"])
    forged = [signed(header, {**claims, claim: value}, our_key(shop)) for claim, value in WRONG_CLAIMS]
    assert let_in(client, forged) == []


def test_a_missing_claim_is_refused(shop, client, tokens):
    header, claims, _ = parts(tokens["access"])
    less = [{name: claims[name] for name in claims if name != missing} for missing in claims]
    assert let_in(client, [signed(header, said, our_key(shop)) for said in less]) == []


def test_a_payload_that_is_no_object_is_refused(shop, client, tokens):
    header, _, _ = parts(tokens["access"])
    payloads: list[Any] = [[], "text", 1, None, b"\xff\xfe", b"{", b'{"exp":1e999}', b"[" * 1000]
    assert let_in(client, [signed(header, payload, our_key(shop)) for payload in payloads]) == []


def test_somebody_elses_session_cannot_be_claimed(shop, client, tokens):
    a_verified_user(shop, client, email="eve@example.com", username="eve")
    eve, mine = parts(log_in(client, "eve@example.com")["access"]), parts(tokens["access"])
    forged = [{**eve[1], "sid": mine[1]["sid"]}, {**mine[1], "sub": eve[1]["sub"]}]
    assert let_in(client, [signed(eve[0], claims, our_key(shop)) for claims in forged]) == []


def test_every_changed_letter_of_the_signature_is_noticed(client, tokens):
    said, _, signature = tokens["access"].rpartition(".")
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    spoilt = [
        signature[:place] + letter + signature[place + 1 :]
        for place in range(len(signature))
        for letter in (letters if place == len(signature) - 1 else "Aq9_")
    ]
    assert let_in(client, [f"{said}.{changed}" for changed in spoilt if changed != signature]) == []


def test_a_spoilt_token_is_refused(client, tokens):
    token = tokens["access"]
    assert let_in(client, [f"{token}.", f"{token}=", f"{token}.{token}", f".{token}", f"{token}A", "..", "a.b.c"]) == []
    assert let_in(client, ["x" * 4_000, "x" * 5_000, token + " " + token]) == []


def test_access_and_refresh_tokens_cannot_stand_in_for_each_other(client, tokens):
    assert let_in(client, [tokens["refresh"]]) == []
    answer = post_auth(client, "refresh/", {"refresh": tokens["access"]})
    assert (answer.status_code, answer.json()["code"]) == (401, "token_not_valid")


def test_every_changed_letter_of_a_refresh_token_is_noticed(client, tokens):
    refresh = tokens["refresh"]
    for place in (*range(0, len(refresh), 5), len(refresh) - 1):
        for letter in {*"Aa0-_Q"} - {refresh[place]}:
            answer = post_auth(client, "refresh/", {"refresh": refresh[:place] + letter + refresh[place + 1 :]})
            assert (answer.status_code, answer.json()["code"]) == (401, "token_not_valid")
    assert post_auth(client, "refresh/", {"refresh": refresh}).status_code == 200


def test_a_refresh_token_of_another_shape_is_refused(client):
    values: list[Any] = ["", " ", "é" * 70, "A" * 70, "A" * 69, "\u0000", 1, None, [], {}]
    answers = [post_auth(client, "refresh/", {"refresh": value}) for value in values]
    assert {answer.status_code for answer in answers} == {400, 401}


@pytest.mark.parametrize("length", [4_097, 12_000])
def test_a_token_longer_than_any_of_ours_is_not_valid(client, length):
    answer = client.get("/api/v1/auth/sessions/", headers={"Authorization": f"Bearer {'x' * length}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "token_not_valid")
    assert answer.headers["www-authenticate"] == "Bearer"
