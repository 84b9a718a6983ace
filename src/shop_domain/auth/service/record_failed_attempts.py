"""Writes refused tries down, each in a transaction of its own, which the refusal does not take back."""

from shop_domain.accounts.canonical import canonical
from shop_domain.accounts.model import UserId
from shop_domain.auth.attempts import AttemptType
from shop_domain.auth.model import ClientInfo
from shop_domain.auth.ports import AuthTx
from shop_domain.auth.security_log import SecurityLog
from shop_domain.kernel.errors import ShopError
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retry_on_storage_busy


class FailedAttempts:
    """The log, for tries that came to nothing before or after a transaction."""

    def __init__(self, *, begin: Begin[AuthTx], clock: Clock, security_log: SecurityLog) -> None:
        self._begin, self._clock, self._security_log = begin, clock, security_log

    @retry_on_storage_busy
    def record(
        self,
        attempt_type: AttemptType,
        client: ClientInfo,
        error: ShopError,
        *,
        user_id: UserId | None = None,
        typed_email: str = "",
    ) -> None:
        """Write a try down with its reason; where only an address was typed, its account is looked up."""
        now = self._clock()
        with self._begin() as tx:
            user = tx.users.by_email(canonical(typed_email)) if typed_email else None
            whose = user.id if user else user_id
            tx.attempt_log.add(
                self._security_log.new_attempt(
                    attempt_type, client, now, error=error, user_id=whose, typed_email=typed_email
                )
            )
