"""What is kept about a user outside of the account and the orders, in memory."""

from collections.abc import Iterable
from typing import TypeVar

from shop_adapters.memory.engine.repository import MemoryRepository
from shop_adapters.memory.state import MemoryState
from shop_domain.accounts.model import UserId
from shop_domain.privacy.personal_data import PersonalData

T = TypeVar("T")


class MemoryPersonalDataReader(MemoryRepository[MemoryState]):
    def read(self, user_id: UserId, limit: int) -> PersonalData:
        state, auth = self._tables, self._tables.auth
        own = {placed.order.id for placed in state.orders if placed.order.owner.user_id == user_id}
        attempts = [payment for payment in state.payments if payment.order_id in own]
        paid = {payment.id for payment in attempts}
        moves = [(order_id, entry) for order_id in own for entry in state.order_history.get(order_id) or ()]
        return PersonalData(
            carts=_newest((cart for cart in state.carts if cart.owner.user_id == user_id), limit),
            sessions=_newest((session for session in auth.sessions if session.user_id == user_id), limit),
            session_activities=_newest((turn for turn in auth.session_events if turn.user_id == user_id), limit),
            security_attempts=_newest((tried for tried in auth.attempts if tried.user_id == user_id), limit),
            mailed_links=_newest((link for link in auth.one_time_tokens if link.user_id == user_id), limit),
            payments=_newest(attempts, limit),
            refunds=_newest((refund for refund in state.refunds if refund.payment_id in paid), limit),
            order_history=_newest(sorted(moves, key=lambda move: move[1].at), limit),
            staff_actions=_newest((done for done in auth.audit_log if done.staff_id == user_id), limit),
        )


def _newest(rows: Iterable[T], limit: int) -> tuple[T, ...]:
    """Turn what was stored first round, and keep so many."""
    return tuple(rows)[::-1][:limit]
