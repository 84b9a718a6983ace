"""A user takes all data along, or leaves for good."""

from collections.abc import Iterator

from shop_domain.accounts.erased import erased
from shop_domain.accounts.errors import UserNotFound
from shop_domain.accounts.model import User, UserId
from shop_domain.auth.events import AccountDeleted
from shop_domain.auth.model import ClientInfo, SessionEnd, SignedIn
from shop_domain.kernel.paging import LARGEST_SIZE, PageRequest
from shop_domain.kernel.ports import Begin, Clock
from shop_domain.kernel.retry import retried
from shop_domain.orders.model import OrderFilter, OrderSummary
from shop_domain.orders.ports import LeavingTx, ProvePassword
from shop_domain.orders.whole_account import WholeAccount


class LeavingService:
    """What the shop holds on a user: to be taken along, or to be erased."""

    def __init__(
        self, *, begin: Begin[LeavingTx], read: Begin[LeavingTx], clock: Clock, prove_password: ProvePassword
    ) -> None:
        """Look in this storage."""
        self._begin = begin
        self._read = read
        self._clock = clock
        self._prove = prove_password

    def export(self, caller: SignedIn) -> WholeAccount:
        """Gather all data held on the caller; no secret is among it."""
        user_id, now = caller.user_id, self._clock()
        with self._read() as tx:
            return WholeAccount(
                user=_known(tx.users.get(user_id)),
                profile=tx.profiles.of(user_id),
                addresses=tx.address_books.of(user_id),
                sessions=tx.session_list.active_of(user_id, now),
                orders=tuple(self._orders(tx, user_id)),
                others=tx.personal_traces.collect(user_id),
                exported_at=now,
            )

    def leave(self, caller: SignedIn, password: str, client: ClientInfo) -> None:
        """Erase the caller's personal data and end all sessions; orders are kept, without saying whose they were.

        Raises WrongCurrentPassword, TooManyLogins, or SessionTerminated.
        """
        self._prove(caller, password, client)
        self._erase(caller)

    @retried
    def _erase(self, caller: SignedIn) -> None:
        user_id, now = caller.user_id, self._clock()
        with self._begin() as tx:
            user = _known(tx.users.lock(user_id))
            tx.session_guard.confirm(caller.session_id)
            tx.outbox.add(AccountDeleted(user_id=user_id, email=user.email, first_name=user.first_name, at=now))
            tx.sessions.end_all(user_id, SessionEnd.ACCOUNT_DELETED, now, keep=None)
            tx.personal_traces.erase(user_id)
            tx.users.save(erased(user, now))

    @staticmethod
    def _orders(tx: LeavingTx, user_id: UserId) -> Iterator[OrderSummary]:
        page = tx.order_reader.of_user(user_id, OrderFilter(), PageRequest(size=LARGEST_SIZE, counted=False))
        yield from page.items
        while page.next is not None:
            following = PageRequest(size=LARGEST_SIZE, counted=False, cursor=page.next)
            page = tx.order_reader.of_user(user_id, OrderFilter(), following)
            yield from page.items


def _known(user: User | None) -> User:
    if user is None:
        raise UserNotFound
    return user
