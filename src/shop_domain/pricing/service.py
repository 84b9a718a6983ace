"""Keep the shop's coupons."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from shop_domain.auth.model import AuthenticatedUser, ClientInfo
from shop_domain.kernel.errors import InvalidFields, StaleVersion
from shop_domain.kernel.paging import Page, PageRequest
from shop_domain.kernel.ports import Begin, Clock, NewId
from shop_domain.kernel.retry import retry_on_storage_busy
from shop_domain.pricing.coupon_changes import describe_changes, describe_terms
from shop_domain.pricing.coupon_code import canonical_code
from shop_domain.pricing.coupon_terms import CouponInput, coupon_from_input, coupon_input
from shop_domain.pricing.errors import UnknownCoupon
from shop_domain.pricing.model import Coupon, CouponFilter, CouponId
from shop_domain.pricing.ports import CouponAdminTx
from shop_domain.staff.audit_log import audit_log_entry
from shop_domain.staff.permissions import Permission, require_permission


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
            return tx.coupon_admin.list(replace(wanted, search=canonical_code(wanted.search)), page)

    def get(self, code: str) -> Coupon:
        """Show one; raise UnknownCoupon."""
        with self._read() as tx:
            return _found(tx.coupon_admin.get(canonical_code(code)))

    @retry_on_storage_busy
    def create(self, caller: AuthenticatedUser, form: CouponInput, client: ClientInfo) -> Coupon:
        """Make a coupon; raise InvalidFields, CouponCodeTaken or NotPermitted."""
        coupon = coupon_from_input(
            form, coupon_id=CouponId(self._new_id()), uses=0, version=0, shop_currency=self._currency
        )
        with self._begin() as tx:
            require_permission(tx.staff_guard.confirm(caller), Permission.COUPONS)
            _require_known_scope(tx, form)
            self._record_action(tx, caller, client, "CreateCoupon", coupon, describe_terms(coupon))
            return tx.coupon_admin.save(coupon)

    @retry_on_storage_busy
    def change(
        self,
        caller: AuthenticatedUser,
        code: str,
        change: Callable[[CouponInput], CouponInput],
        client: ClientInfo,
        *,
        expected_version: int | None,
    ) -> Coupon:
        """Set new terms; carts and orders to come use them.

        Raises UnknownCoupon, Stale, InvalidFields or NotPermitted.
        """
        with self._begin() as tx:
            require_permission(tx.staff_guard.confirm(caller), Permission.COUPONS)
            coupon = _found(tx.coupon_admin.lock(canonical_code(code)))
            if expected_version not in {None, coupon.version}:
                raise StaleVersion
            form = change(coupon_input(coupon))
            changed = coupon_from_input(
                form, coupon_id=coupon.id, uses=coupon.uses, version=coupon.version, shop_currency=self._currency
            )
            _require_known_scope(tx, form)
            self._record_action(tx, caller, client, "ChangeCoupon", coupon, describe_changes(coupon, changed))
            return tx.coupon_admin.save(changed)

    @retry_on_storage_busy
    def deactivate(
        self, caller: AuthenticatedUser, code: str, client: ClientInfo, *, expected_version: int | None
    ) -> None:
        """Switch a coupon off; orders that hold it keep it. Raises UnknownCoupon, Stale or NotPermitted."""
        with self._begin() as tx:
            require_permission(tx.staff_guard.confirm(caller), Permission.COUPONS)
            coupon = _found(tx.coupon_admin.lock(canonical_code(code)))
            if expected_version not in {None, coupon.version}:
                raise StaleVersion
            if coupon.is_active:
                tx.coupon_admin.save(replace(coupon, is_active=False))
                self._record_action(tx, caller, client, "DeactivateCoupon", coupon, {})

    def _record_action(
        self,
        tx: CouponAdminTx,
        caller: AuthenticatedUser,
        client: ClientInfo,
        action: str,
        coupon: Coupon,
        details: Mapping[str, str],
    ) -> None:
        subject, now = f"coupon:{coupon.code}", self._clock()
        tx.audit_log.add(audit_log_entry(self._new_id(), caller, action, subject, details, client, now))


def _found(coupon: Coupon | None) -> Coupon:
    if coupon is None:
        raise UnknownCoupon
    return coupon


def _require_known_scope(tx: CouponAdminTx, form: CouponInput) -> None:
    unknown = {
        "products": tx.coupon_scopes.unknown_products(form.products) if form.products else (),
        "categories": tx.coupon_scopes.unknown_categories(form.categories) if form.categories else (),
    }
    errors = {field: [f"There is no {one}." for one in ids] for field, ids in unknown.items() if ids}
    if errors:
        raise InvalidFields(errors)
