"""What names a user outside of the account."""

from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, delete, select, update

from shop_adapters.sql.accounts.address_tables import addresses, profiles
from shop_adapters.sql.accounts.tables import one_time_tokens
from shop_adapters.sql.auth.tables import sessions
from shop_adapters.sql.cart.tables import carts
from shop_adapters.sql.engine.literals import sql_literals
from shop_adapters.sql.engine.repository import SqlRepository
from shop_adapters.sql.messaging.outbox import outbox
from shop_adapters.sql.notifications.deliveries import deliveries
from shop_adapters.sql.orders.tables import orders
from shop_domain.accounts.model import UserId, user_reference
from shop_domain.privacy.erasure_rules import (
    DELETED_CART_STATUSES,
    ERASED_CART,
    ERASED_CLIENT,
    ERASED_ORDER,
    ERASED_REFUSAL,
    ERASED_SESSION,
    ordering_keys_of,
)

_of: Final = bindparam("of_user", type_=orders.c.user_id.type)
_ERASE: Final = (
    update(orders).where(orders.c.user_id == _of).values(**ERASED_ORDER),
    delete(carts).where(carts.c.user_id == _of, carts.c.status.in_(sql_literals(DELETED_CART_STATUSES))),
    update(carts).where(carts.c.user_id == _of).values(**ERASED_CART),
    delete(addresses).where(addresses.c.user_id == _of),
    delete(profiles).where(profiles.c.user_id == _of),
    delete(one_time_tokens).where(one_time_tokens.c.user_id == _of),
    update(sessions)
    .where(sessions.c.user_id == _of)
    .values(**ERASED_SESSION, rotated_ip=ERASED_CLIENT.ip_address, rotated_agent=ERASED_CLIENT.user_agent),
)
_ORDERS: Final = select(orders.c.id).where(orders.c.user_id == _of)
_IS_OVER: Final = outbox.c.delivered_at.is_not(None) | outbox.c.given_up_at.is_not(None)
_TOLD: Final = select(outbox.c.event_id).where(_IS_OVER, outbox.c.ordering_key.in_(bindparam("keys", expanding=True)))
_FORGET: Final = delete(outbox).where(outbox.c.event_id.in_(bindparam("events", expanding=True)))
_FORGET_ALL: Final = delete(outbox).where(outbox.c.ordering_key == bindparam("key"))
_ERASE_REASONS: Final = (
    update(deliveries)
    .where(deliveries.c.event_id.in_(bindparam("events", expanding=True)), deliveries.c.refusal.is_not(None))
    .values(refusal=ERASED_REFUSAL)
)


class SqlPersonalDataEraser(SqlRepository):
    """What carts, sessions, links, events and orders say of people."""

    def erase(self, user_id: UserId) -> None:
        for statement in _ERASE:
            self._database.execute(statement, {"of_user": user_id})
        self._forget_events(user_id)

    def delete_account_events(self, user_id: UserId) -> None:
        self._database.execute(_FORGET_ALL, {"key": user_reference(user_id)})

    def _forget_events(self, user_id: UserId) -> None:
        own = self._database.execute(_ORDERS, {"of_user": user_id}).scalars()
        told = list(self._database.execute(_TOLD, {"keys": list(ordering_keys_of(user_id, own))}).scalars())
        self._database.execute(_FORGET, {"events": told})
        self._database.execute(_ERASE_REASONS, {"events": [UUID(event_id) for event_id in told]})
