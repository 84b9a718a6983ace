"""Links that are mailed: made from a row's id, found again by their token's digest."""

from datetime import datetime
from uuid import UUID

from shop_domain.accounts.model import User
from shop_domain.accounts.one_time_token import LINK_LIFETIME, OneTimeToken, Purpose, TokenId, digest_of
from shop_domain.accounts.ports import MakeLinkToken
from shop_domain.auth.attempts import truncate_user_agent
from shop_domain.auth.model import ClientInfo
from shop_domain.auth.ports import AuthTx
from shop_domain.kernel.ports import NewId


class OneTimeLinks:
    """Makes and finds one-time tokens; their texts are known to the mail and its reader alone."""

    def __init__(self, *, new_id: NewId, make_token: MakeLinkToken) -> None:
        """Make texts with this function, which always gives the same one for a row."""
        self._new_id, self._make_token = new_id, make_token

    def issue(
        self, tx: AuthTx, user: User, purpose: Purpose, address: str, client: ClientInfo, now: datetime
    ) -> OneTimeToken:
        """Store a new link; the user's older ones for the same purpose stop working."""
        token_id = TokenId(self._new_id())
        link = OneTimeToken(
            id=token_id,
            user_id=user.id,
            purpose=purpose,
            address=address,
            digest=digest_of(self._make_token(token_id, purpose)),
            created_at=now,
            expires_at=now + LINK_LIFETIME[purpose],
            requested_ip=client.ip_address,
            requested_agent=truncate_user_agent(client.user_agent),
        )
        tx.one_time_tokens.add(link)
        return link

    def find(self, tx: AuthTx, text: str) -> OneTimeToken | None:
        """Find the link that somebody followed, however its token is written, and hold it."""
        try:
            token = UUID(text.strip())
        except ValueError:
            return None
        return tx.one_time_tokens.lock(digest_of(str(token)))
