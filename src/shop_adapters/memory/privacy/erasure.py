"""What names a user outside of the account, in memory."""

from uuid import UUID

from msgspec.structs import replace

from shop_adapters.memory.engine.repository import MemoryRepository
from shop_adapters.memory.state import MemoryState
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


class MemoryPersonalDataEraser(MemoryRepository[MemoryState]):
    """What carts, sessions, links, events and orders say of people."""

    def erase(self, user_id: UserId) -> None:
        state = self._tables
        for address in state.addresses:
            if address.user_id == user_id:
                state.addresses.remove(address.id)
        state.profiles.remove(user_id)
        self._erase_carts(user_id)
        self._erase_auth(user_id)
        own = [placed for placed in state.orders if placed.order.owner.user_id == user_id]
        for placed in own:
            bare = replace(placed.order, **ERASED_ORDER)
            state.orders.put(bare.id, replace(placed, order=bare))
        self._forget_events(ordering_keys_of(user_id, (placed.order.id for placed in own)))

    def delete_account_events(self, user_id: UserId) -> None:
        for stored in self._tables.outbox:
            if stored.event.ordering_key == user_reference(user_id):
                self._tables.outbox.remove(stored.event_id)

    def _erase_auth(self, user_id: UserId) -> None:
        auth = self._tables.auth
        for link in auth.one_time_tokens:
            if link.user_id == user_id:
                auth.one_time_tokens.remove(link.id)
        for session in auth.sessions:
            if session.user_id == user_id:
                bare = replace(session, **ERASED_SESSION, rotated_for=ERASED_CLIENT)
                auth.sessions.put(session.id, bare)

    def _forget_events(self, keys: frozenset[str]) -> None:
        for stored in self._tables.outbox:
            if stored.event.ordering_key in keys and not stored.waits:
                self._tables.outbox.remove(stored.event_id)
                self._erase_reasons(stored.event_id)

    def _erase_reasons(self, event_id: UUID) -> None:
        for made_at, delivery in self._tables.deliveries:
            if delivery.event_id == event_id and delivery.refusal is not None:
                key = (event_id, delivery.channel)
                self._tables.deliveries.put(key, (made_at, replace(delivery, refusal=ERASED_REFUSAL)))

    def _erase_carts(self, user_id: UserId) -> None:
        for cart in self._tables.carts:
            if cart.owner.user_id != user_id:
                continue
            if cart.status in DELETED_CART_STATUSES:
                self._tables.carts.remove(cart.id)
                self._tables.active_carts.remove(cart.owner)
            else:
                bare = replace(cart, **ERASED_CART)
                self._tables.carts.put(cart.id, bare)
