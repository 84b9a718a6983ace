"""Writes refused tries down, each in a transaction of its own, which the refusal does not take back."""

from shop_domain.accounts.canonical import canonical
from shop_domain.accounts.model import UserId
from shop_domain.auth.attempts import AttemptType
from shop_domain.auth.model import ClientInfo
from shop_domain.auth.ports import AuthTx
from shop_domain.auth.service.journal import Journal
from shop_domain.kernel.errors import ShopError
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retried


class RefusedTries:
    """The log, for tries that came to nothing before or after a transaction."""

    def __init__(self, *, begin: Begin[AuthTx], clock: Clock, journal: Journal) -> None:
        """Write to this storage."""
        self._begin, self._clock, self._journal = begin, clock, journal

    @retried
    def write_down(
        self,
        kind: AttemptType,
        client: ClientInfo,
        refusal: ShopError,
        *,
        user_id: UserId | None = None,
        typed: str = "",
    ) -> None:
        """Write a try down with its reason; where only an address was typed, its account is looked up."""
        now = self._clock()
        with self._begin() as tx:
            user = tx.users.by_email(canonical(typed)) if typed else None
            whose = user.id if user else user_id
            tx.attempts.add(self._journal.attempt(kind, client, now, refusal=refusal, user_id=whose, typed=typed))
