"""Keep the shop's coupons."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from shop_domain.auth.model import ClientInfo, SignedIn
from shop_domain.auth.staff_actions import staff_action
from shop_domain.auth.staff_permissions import Permission, require
from shop_domain.kernel.errors import InvalidFields, Stale
from shop_domain.kernel.paging import Page, PageRequest
from shop_domain.kernel.ports import Begin, Clock, NewId
from shop_domain.kernel.retry import retried
from shop_domain.pricing.coupon_code import canonical_code
from shop_domain.pricing.coupon_difference import difference_told, terms_told
from shop_domain.pricing.coupon_terms import CouponForm, coupon_with, form_of
from shop_domain.pricing.errors import UnknownCoupon
from shop_domain.pricing.model import Coupon, CouponFilter, CouponId
from shop_domain.pricing.ports import CouponAdminTx


class CouponService:
    """Coupons, as staff keep them. `expected` is the version that the caller believes to change, or None for any."""

    def __init__(
        self, *, begin: Begin[CouponAdminTx], read: Begin[CouponAdminTx], clock: Clock, new_id: NewId, currency: str
    ) -> None:
        """Keep coupons in this storage; amounts without a currency are in the shop's."""
        self._clock = clock
        self._begin = begin
        self._read = read
        self._new_id = new_id
        self._currency = currency

    def list(self, wanted: CouponFilter, page: PageRequest) -> Page[Coupon]:
        """List coupons, the newest first."""
        with self._read() as tx:
            return tx.coupon_catalogue.list(replace(wanted, search=canonical_code(wanted.search)), page)

    def get(self, code: str) -> Coupon:
        """Show one; raise UnknownCoupon."""
        with self._read() as tx:
            return _found(tx.coupon_catalogue.get(canonical_code(code)))

    @retried
    def create(self, caller: SignedIn, form: CouponForm, client: ClientInfo) -> Coupon:
        """Make a coupon; raise InvalidFields, CouponCodeTaken or NotPermitted."""
        coupon = coupon_with(form, coupon_id=CouponId(self._new_id()), uses=0, version=0, shop_currency=self._currency)
        with self._begin() as tx:
            require(tx.staff_guard.confirm(caller), Permission.COUPONS)
            _require_known_scope(tx, form)
            self._note(tx, caller, client, "CreateCoupon", coupon, terms_told(coupon))
            return tx.coupon_catalogue.save(coupon)

    @retried
    def change(
        self,
        caller: SignedIn,
        code: str,
        change: Callable[[CouponForm], CouponForm],
        client: ClientInfo,
        *,
        expected: int | None,
    ) -> Coupon:
        """Set new terms; carts and orders to come use them.

        Raises UnknownCoupon, Stale, InvalidFields or NotPermitted.
        """
        with self._begin() as tx:
            require(tx.staff_guard.confirm(caller), Permission.COUPONS)
            coupon = _found(tx.coupon_catalogue.lock(canonical_code(code)))
            if expected not in {None, coupon.version}:
                raise Stale
            form = change(form_of(coupon))
            changed = coupon_with(
                form, coupon_id=coupon.id, uses=coupon.uses, version=coupon.version, shop_currency=self._currency
            )
            _require_known_scope(tx, form)
            self._note(tx, caller, client, "ChangeCoupon", coupon, difference_told(coupon, changed))
            return tx.coupon_catalogue.save(changed)

    @retried
    def deactivate(self, caller: SignedIn, code: str, client: ClientInfo, *, expected: int | None) -> None:
        """Switch a coupon off; orders that hold it keep it. Raises UnknownCoupon, Stale or NotPermitted."""
        with self._begin() as tx:
            require(tx.staff_guard.confirm(caller), Permission.COUPONS)
            coupon = _found(tx.coupon_catalogue.lock(canonical_code(code)))
            if expected not in {None, coupon.version}:
                raise Stale
            if coupon.is_active:
                tx.coupon_catalogue.save(replace(coupon, is_active=False))
                self._note(tx, caller, client, "DeactivateCoupon", coupon, {})

    def _note(
        self,
        tx: CouponAdminTx,
        caller: SignedIn,
        client: ClientInfo,
        action: str,
        coupon: Coupon,
        details: Mapping[str, str],
    ) -> None:
        subject, now = f"coupon:{coupon.code}", self._clock()
        tx.staff_actions.add(staff_action(self._new_id(), caller, action, subject, details, client, now))


def _found(coupon: Coupon | None) -> Coupon:
    if coupon is None:
        raise UnknownCoupon
    return coupon


def _require_known_scope(tx: CouponAdminTx, form: CouponForm) -> None:
    unknown = {
        "products": tx.coupon_scopes.unknown_products(form.products) if form.products else (),
        "categories": tx.coupon_scopes.unknown_categories(form.categories) if form.categories else (),
    }
    errors = {field: [f"There is no {one}." for one in ids] for field, ids in unknown.items() if ids}
    if errors:
        raise InvalidFields(errors)
