"""The door over HTTP: register, follow the mailed link, sign in, come back."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy import select

from shop_adapters.composition.container import Shop
from shop_adapters.sql.accounts.tables import one_time_tokens, users
from shop_adapters.sql.transaction import SqlTx
from shop_domain.accounts.canonical import canonical
from shop_domain.accounts.one_time_token import Purpose, TokenId

EMAIL = "test@example.com"
PASSWORD = "SecurePass123!"
AUTH = "/api/v1/auth"


def a_form(**changed: Any) -> dict[str, Any]:
    form = {
        "email": EMAIL,
        "username": "testuser",
        "password": PASSWORD,
        "first_name": "Test",
        "last_name": "Person",
        "phone": "+1234567890",
    }
    return {**form, **changed}


def post_auth(client: Any, path: str, body: object = None, **headers: str) -> Any:
    """Post a body, written so that any text can be in it."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if body is None:
        return client.post(f"{AUTH}/{path}", headers=sent)
    return client.post(f"{AUTH}/{path}", content=json.dumps(body), headers={"Content-Type": "application/json", **sent})


def bearer(tokens: dict[str, str]) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens['access']}"}


def newest_link(shop: Shop, email: str, purpose: Purpose) -> str:
    """Give the secret that the newest mail of this kind to the address holds."""
    newest = (
        select(one_time_tokens.c.id)
        .join(users, users.c.id == one_time_tokens.c.user_id)
        .where(users.c.email_canonical == canonical(email), one_time_tokens.c.purpose == purpose.value)
        .order_by(one_time_tokens.c.id.desc())
    )
    with shop.store().read() as tx:
        assert isinstance(tx, SqlTx)
        token_id = tx.source.execute(newest).scalars().first()
    return shop.link_tokens().token_of(TokenId(token_id or UUID(int=0)), purpose)


def a_verified_user(shop: Shop, client: Any, **changed: Any) -> dict[str, Any]:
    """Register and verify an account; give it as the shop shows it."""
    form = a_form(**changed)
    answer = post_auth(client, "register/", form)
    assert answer.status_code == 201, answer.text
    link = newest_link(shop, form["email"], Purpose.EMAIL_VERIFICATION)
    assert client.get(f"{AUTH}/verify-email/{link}/").status_code == 200
    return answer.json()["user"]


def log_in(client: Any, email: str = EMAIL, password: str = PASSWORD, **headers: str) -> dict[str, Any]:
    answer = post_auth(client, "login/", {"email": email, "password": password}, **headers)
    assert answer.status_code == 200, answer.text
    return answer.json()
