"""Shoppers, a warehouse and time, in memory, beside a model that a child would understand."""

from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from shop_adapters.memory.store import MemoryStore
from shop_domain.cart.conversion import converted, reopened
from shop_domain.cart.errors import InsufficientStock, InvalidQuantity
from shop_domain.cart.guest_key import hash_guest_key
from shop_domain.cart.limits import MAX_QUANTITY
from shop_domain.cart.model import Cart, CartOwner, CartStatus
from shop_domain.cart.resolved_cart import Shopper
from tests.builders import a_product, a_user_id, create_products
from tests.cart_driver import CartDriver

USERS, GUESTS, THINGS = 2, 2, 3
who = st.integers(0, USERS + GUESTS - 1)
thing = st.integers(0, THINGS - 1)
quantities = st.integers(1, 6) | st.sampled_from([500, MAX_QUANTITY])


class CartMachine(RuleBasedStateMachine):
    """The model of a cart is a dictionary from thing to quantity."""

    @initialize(stock=st.lists(st.none() | st.integers(0, 8), min_size=THINGS, max_size=THINGS))
    def set_up(self, stock: list[int | None]) -> None:
        self.store = MemoryStore()
        self.shop = CartDriver(self.store)
        self.stock = stock
        self.things = [create_products(self.store, a_product(), available=units)[0] for units in stock]
        self.shoppers = [Shopper(user_id=a_user_id()) for _ in range(USERS)]
        self.shoppers += [self.shop.new_guest() for _ in range(GUESTS)]
        self.carts: list[dict[int, int]] = [{} for _ in self.shoppers]
        self.sold: list[tuple[int, Cart, dict[int, int]]] = []

    @rule(who=who, thing=thing, quantity=quantities)
    def add(self, who: int, thing: int, quantity: int) -> None:
        wanted = self.carts[who].get(thing, 0) + quantity
        if self._is_too_much(thing, wanted, lambda: self.shop.add(self.shoppers[who], self.things[thing], quantity)):
            return
        self.carts[who][thing] = wanted

    @rule(who=who, thing=thing, quantity=st.just(0) | quantities)
    def set_quantity(self, who: int, thing: int, quantity: int) -> None:
        if thing not in self.carts[who]:
            return
        if self._is_too_much(
            thing, quantity, lambda: self.shop.set_quantity(self.shoppers[who], self.things[thing], quantity)
        ):
            return
        self.carts[who][thing] = quantity
        if quantity == 0:
            del self.carts[who][thing]

    @rule(who=who)
    def empty(self, who: int) -> None:
        self.shop.carts.clear(self.shoppers[who], expected_version=None)
        self.carts[who] = {}

    @rule(who=who)
    def order(self, who: int) -> None:
        if not self.carts[who]:
            return
        with self.store.begin() as tx:
            cart = tx.carts.lock_active(self._owner(who))
            assert cart is not None
            sold = tx.carts.save(converted(cart, self.shop.now))
        self.sold.append((who, sold, self.carts[who]))
        self.carts[who] = {}

    @rule(data=st.data())
    def fail_an_order(self, data: Any) -> None:
        if not self.sold:
            return
        who, cart, held = self.sold.pop(data.draw(st.integers(0, len(self.sold) - 1)))
        with self.store.begin() as tx:
            owner = tx.guest_keys.current_owner(cart.owner)
            newer = tx.carts.lock_active(owner)
            for changed in reopened(tx.carts.lock(cart.id), owner=owner, newer=newer, now=self.shop.now):
                tx.carts.save(changed)
        self._put_together(who, held)

    @rule(guest=st.integers(USERS, USERS + GUESTS - 1), user=st.integers(0, USERS - 1))
    def log_in(self, guest: int, user: int) -> None:
        key = self.shoppers[guest].guest_key or ""
        user_id = self.shoppers[user].user_id
        assert user_id is not None
        for _ in range(2):
            self.shop.merging.merge_guest_into_user(key, user_id)
        if self.carts[guest]:
            self._put_together(user, self.carts[guest])
            self.carts[user] = {
                thing: quantity if (units := self.stock[thing]) is None else min(quantity, max(units, 1))
                for thing, quantity in self.carts[user].items()
            }
        sold = [(user if who == guest else who, cart, held) for who, cart, held in self.sold]
        self.sold = sold
        self.carts[guest] = {}
        self.shoppers[guest] = self.shop.new_guest()

    @rule(days=st.integers(1, 20))
    def wait(self, days: int) -> None:
        self.shop.pass_time(timedelta(hours=days))

    @invariant()
    def every_shopper_sees_what_was_chosen(self) -> None:
        for shopper, chosen in zip(self.shoppers, self.carts, strict=True):
            assert self.shop.quantities(shopper) == {self.things[thing]: n for thing, n in chosen.items()}

    @invariant()
    def nobody_has_two_active_carts_and_sums_are_right(self) -> None:
        active = [cart.owner for cart in self.store.state.carts if cart.status is CartStatus.ACTIVE]
        assert len(set(active)) == len(active)
        for shopper, chosen in zip(self.shoppers, self.carts, strict=True):
            totals = self.shop.carts.show(shopper).priced.totals
            assert totals.grand_total.minor == 1_000 * sum(chosen.values())

    def _owner(self, who: int) -> CartOwner:
        shopper = self.shoppers[who]
        return CartOwner(
            user_id=shopper.user_id, guest=None if shopper.guest_key is None else hash_guest_key(shopper.guest_key)
        )

    def _is_too_much(self, thing: int, wanted: int, attempt: Any) -> bool:
        units = self.stock[thing]
        try:
            attempt()
        except InvalidQuantity:
            assert wanted > MAX_QUANTITY
            return True
        except InsufficientStock:
            assert units is not None
            assert units < wanted <= MAX_QUANTITY
            return True
        assert wanted == 0 or (wanted <= MAX_QUANTITY and (units is None or wanted <= units))
        return False

    def _put_together(self, who: int, held: dict[int, int]) -> None:
        mine = self.carts[who]
        for thing, quantity in held.items():
            mine[thing] = min(mine.get(thing, 0) + quantity, MAX_QUANTITY)


TestCarts = CartMachine.TestCase
TestCarts.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
