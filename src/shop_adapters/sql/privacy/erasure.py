"""What names a user outside of the account."""

from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, delete, select, update

from shop_adapters.sql.accounts.address_tables import addresses, profiles
from shop_adapters.sql.accounts.tables import one_time_tokens
from shop_adapters.sql.auth.tables import sessions
from shop_adapters.sql.cart.tables import carts
from shop_adapters.sql.engine.repository import SqlRepository
from shop_adapters.sql.messaging.outbox import outbox
from shop_adapters.sql.notifications.deliveries import deliveries
from shop_adapters.sql.orders.tables import orders
from shop_domain.accounts.erasure import ERASED_EMAIL
from shop_domain.accounts.model import UserId

ERASED_REASON: Final = "erased"
_of: Final = bindparam("of_user", type_=orders.c.user_id.type)
_ERASE: Final = (
    update(orders)
    .where(orders.c.user_id == _of)
    .values(email=ERASED_EMAIL, note="", shipping_address={}, billing_address={}),
    delete(carts).where(carts.c.user_id == _of, carts.c.status.in_(("ACTIVE", "ABANDONED"))),
    update(carts)
    .where(carts.c.user_id == _of)
    .values(email=None, note=None, shipping_address=None, billing_address=None),
    delete(addresses).where(addresses.c.user_id == _of),
    delete(profiles).where(profiles.c.user_id == _of),
    delete(one_time_tokens).where(one_time_tokens.c.user_id == _of),
    update(sessions)
    .where(sessions.c.user_id == _of)
    .values(ip_address="", user_agent="", device_info="", rotated_ip="", rotated_agent=""),
)
_ORDERS: Final = select(orders.c.id).where(orders.c.user_id == _of)
_IS_OVER: Final = outbox.c.delivered_at.is_not(None) | outbox.c.given_up_at.is_not(None)
_TOLD: Final = select(outbox.c.event_id).where(_IS_OVER, outbox.c.ordering_key.in_(bindparam("things", expanding=True)))
_FORGET: Final = delete(outbox).where(outbox.c.event_id.in_(bindparam("events", expanding=True)))
_FORGET_ALL: Final = delete(outbox).where(outbox.c.ordering_key == bindparam("thing"))
_ERASE_REASONS: Final = (
    update(deliveries)
    .where(deliveries.c.event_id.in_(bindparam("events", expanding=True)), deliveries.c.refusal.is_not(None))
    .values(refusal=ERASED_REASON)
)


class SqlPersonalDataEraser(SqlRepository):
    """What carts, sessions, links, events and orders say of people."""

    def erase(self, user_id: UserId) -> None:
        for statement in _ERASE:
            self._database.execute(statement, {"of_user": user_id})
        self._forget_events(user_id)

    def delete_account_events(self, user_id: UserId) -> None:
        self._database.execute(_FORGET_ALL, {"thing": f"user:{user_id}"})

    def _forget_events(self, user_id: UserId) -> None:
        own = self._database.execute(_ORDERS, {"of_user": user_id}).scalars()
        things = [f"user:{user_id}", *(f"order:{order_id}" for order_id in own)]
        told = list(self._database.execute(_TOLD, {"things": things}).scalars())
        self._database.execute(_FORGET, {"events": told})
        self._database.execute(_ERASE_REASONS, {"events": [UUID(event_id) for event_id in told]})
