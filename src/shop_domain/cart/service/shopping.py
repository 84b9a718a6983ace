"""Fill a cart, change it, look at it."""

from collections.abc import Callable, Collection, Sequence
from typing import TypeAlias
from uuid import UUID

from msgspec.structs import replace

from shop_domain.accounts.registration_form import IsAddress
from shop_domain.cart.cart_details import CartDetails
from shop_domain.cart.may_add import added, line_of, with_quantity, without_line
from shop_domain.cart.may_use_coupon import with_coupon, without_coupon
from shop_domain.cart.model import Cart, CartId, LineId
from shop_domain.cart.ports import CartTx
from shop_domain.cart.service.reading import Facts, read_facts
from shop_domain.cart.service.reception import Reception
from shop_domain.cart.shown_prices import prices_changed, with_shown_prices
from shop_domain.cart.visit import CartView, Shopper, empty_cart, require_version, unsaved_id
from shop_domain.catalog.model import VariantId
from shop_domain.kernel.errors import ConcurrentUpdate, StorageBusy
from shop_domain.kernel.ports import Begin, Clock, NewId
from shop_domain.kernel.retry import retried
from shop_domain.pricing.coupon_code import canonical_code
from shop_domain.pricing.customer import customer_of

Change: TypeAlias = Callable[[Cart, Facts], Cart]


class CartService:
    """Carts of users and guests. `expected` is the version that the caller believes to change, or None for any."""

    def __init__(
        self,
        *,
        begin: Begin[CartTx],
        read: Begin[CartTx],
        clock: Clock,
        new_id: NewId,
        reception: Reception,
        is_address: IsAddress,
        currency: str,
    ) -> None:
        """Keep carts in this storage, in this currency."""
        self._begin = begin
        self._read = read
        self._clock = clock
        self._new_id = new_id
        self._reception = reception
        self._is_address = is_address
        self._currency = currency

    def show(self, shopper: Shopper) -> CartView:
        """Show the shopper's cart, or an empty one; the prices count as seen from now on."""
        now = self._clock()
        with self._read() as tx:
            visit = self._reception.visit(shopper, tx.carts.active_of, now)
            cart = visit.cart or empty_cart(unsaved_id(visit.owner), visit.owner, self._currency, now)
            facts = read_facts(tx, cart, customer_of(shopper.user_id, cart.email), now)
        if prices_changed(cart, facts.offers):
            cart = self._seen(cart, facts)
        return CartView(priced=facts.priced(cart), new_key=visit.new_key)

    def add_item(
        self, shopper: Shopper, variant_id: VariantId, quantity: int, *, request_id: UUID | None, expected: int | None
    ) -> CartView:
        """Put so many of a variant in the cart, once however often the request comes; raise the refusals of may_add."""
        new_line = LineId(self._new_id())

        def add(cart: Cart, facts: Facts) -> Cart:
            return added(cart, facts.offers.get(variant_id), quantity, new_line)

        return self._change(shopper, add, expected=expected, variants=(variant_id,), request_id=request_id)

    def change_item(self, shopper: Shopper, line_id: LineId, quantity: int, *, expected: int | None) -> CartView:
        """Set how many a line holds; 0 takes it out. Raises the refusals of may_add."""

        def set_quantity(cart: Cart, facts: Facts) -> Cart:
            return with_quantity(cart, line_id, quantity, facts.offers.get(line_of(cart, line_id).variant_id))

        return self._change(shopper, set_quantity, expected=expected)

    def remove_item(self, shopper: Shopper, line_id: LineId, *, expected: int | None) -> CartView:
        """Take a line out; raise LineNotFound."""
        return self._change(shopper, lambda cart, _: without_line(cart, line_id), expected=expected)

    def clear(self, shopper: Shopper, *, expected: int | None) -> CartView:
        """Take everything out: items, coupons, addresses and notes."""

        def emptied(cart: Cart, facts: Facts) -> Cart:
            fresh = empty_cart(cart.id, cart.owner, self._currency, facts.now)
            return replace(fresh, version=cart.version, created_at=cart.created_at, updated_at=cart.updated_at)

        return self._change(shopper, emptied, expected=expected)

    def change_details(self, shopper: Shopper, details: CartDetails, *, expected: int | None) -> CartView:
        """Note addresses, e-mail, note or currency; raise InvalidFields."""
        email = details.email if isinstance(details.email, str) else None

        def noted(cart: Cart, _: Facts) -> Cart:
            return details.applied_to(cart, currencies=(self._currency,), is_address=self._is_address)

        return self._change(shopper, noted, expected=expected, email=email)

    def apply_coupon(self, shopper: Shopper, code: str, *, expected: int | None) -> CartView:
        """Put a coupon on the cart; raise the reason why it can't be."""
        canonical = canonical_code(code)

        def apply(cart: Cart, facts: Facts) -> Cart:
            return with_coupon(cart, canonical, facts.coupons, facts.basket(cart))

        return self._change(shopper, apply, expected=expected, codes=(canonical,))

    def remove_coupon(self, shopper: Shopper, code: str, *, expected: int | None) -> CartView:
        """Take a coupon off the cart; raise CouponNotInCart."""
        return self._change(shopper, lambda cart, _: without_coupon(cart, canonical_code(code)), expected=expected)

    def _seen(self, cart: Cart, facts: Facts) -> Cart:
        """Note the prices as shown, unless the cart changed meanwhile: that change's answer shows them."""
        try:
            with self._begin() as tx:
                return tx.carts.save(with_shown_prices(cart, facts.offers))
        except (ConcurrentUpdate, StorageBusy):
            return cart

    @retried
    def _change(
        self,
        shopper: Shopper,
        change: Change,
        *,
        expected: int | None,
        variants: Collection[VariantId] = (),
        codes: Sequence[str] = (),
        email: str | None = None,
        request_id: UUID | None = None,
    ) -> CartView:
        """Lock, decide, write; a change that changes nothing writes nothing."""
        now = self._clock()
        with self._begin() as tx:
            visit = self._reception.visit(shopper, tx.carts.lock_active_of, now)
            before = visit.cart or empty_cart(unsaved_id(visit.owner), visit.owner, self._currency, now)
            customer = customer_of(shopper.user_id, email or before.email)
            facts = read_facts(tx, before, customer, now, variants=variants, codes=codes)
            after = before
            if request_id is None or tx.requests.first_time(request_id):
                require_version(before, expected)
                after = change(before, facts)
            shown = with_shown_prices(after, facts.offers)
            if shown != before:
                cart_id = shown.id if shown.version else CartId(self._new_id())
                saved = tx.carts.save(replace(shown, id=cart_id, notices=(), updated_at=now))
                shown = replace(saved, notices=before.notices)
        return CartView(priced=facts.priced(shown), new_key=visit.new_key)
