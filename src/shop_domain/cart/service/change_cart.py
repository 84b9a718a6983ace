"""Show and change a cart."""

from collections.abc import Callable, Collection, Sequence
from typing import TypeAlias
from uuid import UUID

from msgspec.structs import replace

from shop_domain.accounts.registration_form import IsEmailAddress
from shop_domain.cart.cart_details import CartDetails
from shop_domain.cart.may_add import add_line, find_line, with_quantity, without_line
from shop_domain.cart.may_use_coupon import with_coupon, without_coupon
from shop_domain.cart.model import Cart, CartId, LineId
from shop_domain.cart.ports import CartTx
from shop_domain.cart.pricing_context import PricingContext
from shop_domain.cart.resolved_cart import CartView, Shopper, empty_cart, provisional_cart_id, require_version
from shop_domain.cart.service.load_pricing_context import load_pricing_context
from shop_domain.cart.service.resolve_cart import CartResolver
from shop_domain.cart.shown_prices import prices_changed, with_shown_prices
from shop_domain.catalog.model import VariantId
from shop_domain.kernel.errors import ConcurrentUpdate, StorageBusy
from shop_domain.kernel.ports import Begin, Clock, NewId
from shop_domain.kernel.retry import retry_on_storage_busy
from shop_domain.pricing.coupon_code import canonical_code
from shop_domain.pricing.customer_key import customer_key

Change: TypeAlias = Callable[[Cart, PricingContext], Cart]


class CartService:
    """Carts of users and guests. `expected_version` is the one that the caller wants to change, or None for any."""

    def __init__(
        self,
        *,
        begin: Begin[CartTx],
        read: Begin[CartTx],
        clock: Clock,
        new_id: NewId,
        resolver: CartResolver,
        is_address: IsEmailAddress,
        currency: str,
    ) -> None:
        self._begin = begin
        self._read = read
        self._clock = clock
        self._new_id = new_id
        self._resolver = resolver
        self._is_address = is_address
        self._currency = currency

    def show(self, shopper: Shopper) -> CartView:
        """Show the shopper's cart, or an empty one; the prices count as seen from now on."""
        now = self._clock()
        with self._read() as tx:
            resolved = self._resolver.resolve(shopper, tx.carts.get_active, now)
            cart = resolved.cart or empty_cart(provisional_cart_id(resolved.owner), resolved.owner, self._currency, now)
            context = load_pricing_context(tx, cart, customer_key(shopper.user_id, cart.email), now)
        if prices_changed(cart, context.offers):
            cart = self._mark_prices_shown(cart, context)
        return CartView(priced=context.price(cart), new_guest_key=resolved.new_guest_key)

    def add_item(
        self,
        shopper: Shopper,
        variant_id: VariantId,
        quantity: int,
        *,
        request_id: UUID | None,
        expected_version: int | None,
    ) -> CartView:
        """Put a quantity of a variant in the cart, once however often the request comes; raise what may_add refuses."""
        new_line = LineId(self._new_id())

        def add(cart: Cart, context: PricingContext) -> Cart:
            return add_line(cart, context.offers.get(variant_id), quantity, new_line)

        return self._change(
            shopper, add, expected_version=expected_version, variants=(variant_id,), request_id=request_id
        )

    def change_item(
        self, shopper: Shopper, line_id: LineId, quantity: int, *, expected_version: int | None
    ) -> CartView:
        """Set how many a line holds; 0 removes it. Raises the refusals of may_add."""

        def set_quantity(cart: Cart, context: PricingContext) -> Cart:
            return with_quantity(cart, line_id, quantity, context.offers.get(find_line(cart, line_id).variant_id))

        return self._change(shopper, set_quantity, expected_version=expected_version)

    def remove_item(self, shopper: Shopper, line_id: LineId, *, expected_version: int | None) -> CartView:
        """Remove a line; raise LineNotFound."""
        return self._change(shopper, lambda cart, _: without_line(cart, line_id), expected_version=expected_version)

    def clear(self, shopper: Shopper, *, expected_version: int | None) -> CartView:
        """Remove everything: items, coupons, addresses and notes."""

        def emptied(cart: Cart, context: PricingContext) -> Cart:
            fresh = empty_cart(cart.id, cart.owner, self._currency, context.now)
            return replace(fresh, version=cart.version, created_at=cart.created_at, updated_at=cart.updated_at)

        return self._change(shopper, emptied, expected_version=expected_version)

    def change_details(self, shopper: Shopper, details: CartDetails, *, expected_version: int | None) -> CartView:
        """Set addresses, e-mail, note or currency; raise InvalidFields."""
        email = details.email if isinstance(details.email, str) else None

        def with_details(cart: Cart, _: PricingContext) -> Cart:
            return details.apply_to(cart, currencies=(self._currency,), is_address=self._is_address)

        return self._change(shopper, with_details, expected_version=expected_version, email=email)

    def apply_coupon(self, shopper: Shopper, code: str, *, expected_version: int | None) -> CartView:
        """Put a coupon on the cart; raise the reason why it can't be."""
        canonical = canonical_code(code)

        def apply(cart: Cart, context: PricingContext) -> Cart:
            return with_coupon(cart, canonical, context.coupons, context.coupon_context(cart))

        return self._change(shopper, apply, expected_version=expected_version, codes=(canonical,))

    def remove_coupon(self, shopper: Shopper, code: str, *, expected_version: int | None) -> CartView:
        """Take a coupon off the cart; raise CouponNotInCart."""
        return self._change(
            shopper, lambda cart, _: without_coupon(cart, canonical_code(code)), expected_version=expected_version
        )

    def _mark_prices_shown(self, cart: Cart, context: PricingContext) -> Cart:
        """Record the prices as shown, unless the cart changed meanwhile: the answer to that change shows them."""
        try:
            with self._begin() as tx:
                return tx.carts.save(with_shown_prices(cart, context.offers))
        except (ConcurrentUpdate, StorageBusy):
            return cart

    @retry_on_storage_busy
    def _change(
        self,
        shopper: Shopper,
        change: Change,
        *,
        expected_version: int | None,
        variants: Collection[VariantId] = (),
        codes: Sequence[str] = (),
        email: str | None = None,
        request_id: UUID | None = None,
    ) -> CartView:
        """Lock, decide, write; a change that changes nothing writes nothing."""
        now = self._clock()
        with self._begin() as tx:
            resolved = self._resolver.resolve(shopper, tx.carts.lock_active, now)
            before = resolved.cart or empty_cart(
                provisional_cart_id(resolved.owner), resolved.owner, self._currency, now
            )
            customer = customer_key(shopper.user_id, email or before.email)
            context = load_pricing_context(tx, before, customer, now, variants=variants, codes=codes)
            after = before
            if request_id is None or tx.processed_requests.mark_processed(request_id):
                require_version(before, expected_version)
                after = change(before, context)
            shown = with_shown_prices(after, context.offers)
            if shown != before:
                cart_id = shown.id if shown.version else CartId(self._new_id())
                saved = tx.carts.save(replace(shown, id=cart_id, notices=(), updated_at=now))
                shown = replace(saved, notices=before.notices)
        return CartView(priced=context.price(shown), new_guest_key=resolved.new_guest_key)
