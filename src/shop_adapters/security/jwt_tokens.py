"""Access tokens: JWTs that only this shop issues and only this shop reads."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from hmac import compare_digest
from typing import Any, Final
from uuid import UUID

import jwt
from jwt.types import Options
from jwt.utils import base64url_decode, base64url_encode

from shop_adapters.security.key_ring import KeyRing, key_id, mac
from shop_domain.accounts.model import UserId
from shop_domain.auth.errors import TokenNotValid
from shop_domain.auth.model import AccessClaims, Session, SessionId

ALGORITHM: Final = "HS256"
TYPE: Final = "at+jwt"
SKEW_SECONDS: Final = 5
TOKEN_ID_BYTES: Final = 16
VERIFIED_CACHE_SIZE: Final = 4_096
OPTIONS: Final[Options] = {
    "require": ["iss", "aud", "sub", "sid", "jti", "iat", "nbf", "exp"],
    # Times are held against the shop's own clock.
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
}


class JwtAccessTokens:
    """Signed, short-lived proofs of a session.

    Everything in a token follows from its session and generation, so that a pair can be answered twice. A token says
    neither what its user may do nor who they are: that is read with the session.
    """

    def __init__(self, *, keys: KeyRing, issuer: str, lifetime: timedelta) -> None:
        """Sign with the ring's present key, for the shop at this address."""
        self._issuer, self._lifetime = issuer, lifetime
        self._signing = keys.key("access token")
        self._naming = tuple(keys.keys("access token id"))
        # What was genuine once always is, by these keys: its times and its session are looked at on every call.
        self._genuine = lru_cache(VERIFIED_CACHE_SIZE)(self._verified)
        self._by_header = {self._encode({}, key).partition(".")[0]: key for key in keys.keys("access token")}

    def issue(self, session: Session) -> str:
        issued_at = int(session.rotated_at.timestamp())
        claims = {
            "iss": self._issuer,
            "aud": self._issuer,
            "sub": str(session.user_id),
            "sid": str(session.id),
            "jti": _token_id(self._naming[0], session.id, session.generation),
            "iat": issued_at,
            "nbf": issued_at,
            "exp": issued_at + int(self._lifetime.total_seconds()),
        }
        return self._encode(claims, self._signing)

    def read(self, token: str, now: datetime) -> AccessClaims:
        """Check a token's form, signature, issuer and times; raise TokenNotValid.

        A header is accepted only where it is, to the letter, one that we write ourselves: so no header can name an
        algorithm, a key or an extension of its own.
        """
        try:
            return _claims(self._genuine(token), int(now.timestamp()))
        except (jwt.PyJWTError, ValueError, TypeError, AttributeError, OverflowError) as error:
            raise TokenNotValid from error

    def belongs_to(self, claims: AccessClaims, generation: int) -> bool:
        made = (_token_id(key, claims.session_id, generation) for key in self._naming)
        return any(compare_digest(token_id, claims.token_id) for token_id in made)

    def _verified(self, token: str) -> Mapping[str, Any]:
        key = self._by_header.get(token.partition(".")[0])
        if key is None or not _is_canonical(token):
            raise ValueError("not written by us")
        return jwt.decode(
            token, key, algorithms=[ALGORITHM], issuer=self._issuer, audience=self._issuer, options=OPTIONS
        )

    @staticmethod
    def _encode(claims: dict[str, Any], key: bytes) -> str:
        return jwt.encode(claims, key, algorithm=ALGORITHM, headers={"typ": TYPE, "kid": key_id(key)})


def _claims(claims: Mapping[str, Any], now: int) -> AccessClaims:
    token_id: str = claims["jti"]
    issued, starts, ends = (_timestamp(claims[name]) for name in ("iat", "nbf", "exp"))
    if not token_id.isascii() or now < max(issued, starts) - SKEW_SECONDS or now >= ends + SKEW_SECONDS:
        raise ValueError("not one of our ids, or not at its time")
    user_id, session_id = UserId(UUID(claims["sub"])), SessionId(UUID(claims["sid"]))
    return AccessClaims(user_id=user_id, session_id=session_id, token_id=token_id)


def _timestamp(claim: object) -> int:
    if not isinstance(claim, int) or isinstance(claim, bool):
        raise TypeError("a time is a whole number of seconds")
    return claim


def _token_id(key: bytes, session_id: SessionId, generation: int) -> str:
    return mac(key, session_id.bytes, str(generation).encode())[:TOKEN_ID_BYTES].hex()


def _is_canonical(token: str) -> bool:
    """Refuse a signature whose last letter was changed in the bits that decoding drops."""
    signature = token.rpartition(".")[2].encode(errors="replace")
    try:
        return base64url_encode(base64url_decode(signature)) == signature
    except ValueError:
        return False
