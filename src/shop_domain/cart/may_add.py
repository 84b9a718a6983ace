"""May so many of this be in the cart?"""

from msgspec.structs import replace

from shop_domain.cart.errors import CartFull, InsufficientStock, InvalidQuantity, LineNotFound, NotForSale
from shop_domain.cart.limits import MAX_LINES, MAX_QUANTITY
from shop_domain.cart.model import Cart, CartLine, LineId, Offer, ProductSnapshot
from shop_domain.cart.sellable_quantity import sellable_quantity
from shop_domain.inventory.availability import insufficient_units
from shop_domain.kernel.money import LARGEST_MINOR


def add_line(cart: Cart, offer: Offer | None, quantity: int, new_line: LineId) -> Cart:
    """Put a quantity of one variant in the cart, on its line where there is one.

    The line keeps a snapshot of the product as it is now. Raises NotForSale, InvalidQuantity, InsufficientStock
    or CartFull.
    """
    if offer is None or not offer.is_for_sale:
        raise NotForSale
    if offer.price.currency != cart.currency:
        raise NotForSale(f"This product is sold in {offer.price.currency}, the cart is in {cart.currency}.")
    line = next((line for line in cart.lines if line.variant_id == offer.variant_id), None)
    if line is None and len(cart.lines) >= MAX_LINES:
        raise CartFull(f"A cart holds at most {MAX_LINES} items.")
    changed = CartLine(
        id=new_line if line is None else line.id,
        variant_id=offer.variant_id,
        quantity=_summed(0 if line is None else line.quantity, quantity),
        snapshot=_snapshot(offer),
        shown_price=offer.price,
    )
    return _with_line(cart, changed, offer)


def with_quantity(cart: Cart, line_id: LineId, quantity: int, offer: Offer | None) -> Cart:
    """Set how many units a line holds; 0 removes it. Raises LineNotFound, InvalidQuantity or InsufficientStock."""
    line = find_line(cart, line_id)
    if quantity == 0:
        return without_line(cart, line_id)
    if not 0 < quantity <= MAX_QUANTITY:
        raise InvalidQuantity(f"Must be between 0 and {MAX_QUANTITY}.")
    return _with_line(cart, replace(line, quantity=quantity), offer)


def without_line(cart: Cart, line_id: LineId) -> Cart:
    """Remove a line; raise LineNotFound."""
    gone = find_line(cart, line_id)
    return replace(cart, lines=tuple(line for line in cart.lines if line is not gone))


def find_line(cart: Cart, line_id: LineId) -> CartLine:
    """Find a line; raise LineNotFound."""
    line = next((line for line in cart.lines if line.id == line_id), None)
    if line is None:
        raise LineNotFound
    return line


def _summed(present: int, more: int) -> int:
    if not 0 < more <= MAX_QUANTITY:
        raise InvalidQuantity(f"Must be between 1 and {MAX_QUANTITY}.")
    if present + more > MAX_QUANTITY:
        raise InvalidQuantity(f"A cart holds at most {MAX_QUANTITY} of one item, and this one holds {present} already.")
    return present + more


def _with_line(cart: Cart, line: CartLine, offer: Offer | None) -> Cart:
    units = insufficient_units(sellable_quantity(offer, cart.currency), line.quantity)
    if units is not None:
        raise InsufficientStock(line.variant_id, units)
    if any(other.id == line.id for other in cart.lines):
        changed = replace(cart, lines=tuple(line if other.id == line.id else other for other in cart.lines))
    else:
        changed = replace(cart, lines=(*cart.lines, line))
    if sum(other.shown_price.minor * other.quantity for other in changed.lines) > LARGEST_MINOR:
        raise InvalidQuantity("The cart would be worth more than can be paid at once.")
    return changed


def _snapshot(offer: Offer) -> ProductSnapshot:
    return ProductSnapshot(
        product_id=offer.product_id,
        sku=offer.sku,
        name=offer.name,
        color=offer.color,
        size=offer.size,
        image=offer.image,
        unit_price=offer.price,
    )
