"""Coupons, as staff keep them."""

from typing import TypeAlias

from shop_domain.kernel.errors import InvalidFields, StaleVersion
from shop_domain.kernel.paging import PageNotFound
from shop_domain.pricing.errors import UnknownCoupon
from shop_domain.pricing.service import CouponService
from shop_http.answers import Reply
from shop_http.authentication import Caller
from shop_http.etags import IfMatch, make_etag
from shop_http.guards import Access
from shop_http.routing import Controller, delete, get, patch, post
from shop_http.schemas.coupons import ChangeCoupon, CouponOut, CouponQuery, CreateCoupon
from shop_http.schemas.paging import Pagination, Results

Coupons: TypeAlias = Results[CouponOut]


class CouponController(Controller):
    """Coupons with their terms and uses."""

    path = "/api/v1/admin/coupons"
    tag = "Coupons"

    @get("/", access=Access.STAFF, operation_id="ListCoupons", refuses=(PageNotFound,))
    def list_all(self, query: CouponQuery, pagination: Pagination, coupons: CouponService) -> Coupons:
        """List coupons, the newest first."""
        return pagination.results(coupons.list(query.to_filter(), pagination.request), CouponOut.of)

    @post("/", access=Access.STAFF, operation_id="CreateCoupon", status=201, keeps_log=True, refuses=(InvalidFields,))
    def create(self, caller: Caller, body: CreateCoupon, coupons: CouponService) -> Reply[CouponOut]:
        """Make a coupon."""
        coupon = coupons.create(caller.signed_in, body.form(), caller.client)
        return Reply(CouponOut.of(coupon), etag=make_etag(coupon.version))

    @get("/{code:str}/", access=Access.STAFF, operation_id="ShowCoupon", refuses=(UnknownCoupon,))
    def show(self, code: str, coupons: CouponService) -> Reply[CouponOut]:
        """Show a coupon."""
        coupon = coupons.get(code)
        return Reply(CouponOut.of(coupon), etag=make_etag(coupon.version, coupon.uses))

    @patch(
        "/{code:str}/",
        access=Access.STAFF,
        operation_id="ChangeCoupon",
        refuses=(UnknownCoupon, InvalidFields, StaleVersion),
        keeps_log=True,
    )
    def change(
        self, code: str, caller: Caller, body: ChangeCoupon, if_match: IfMatch, coupons: CouponService
    ) -> Reply[CouponOut]:
        """Set new terms; carts and orders to come use them."""
        coupon = coupons.change(
            caller.signed_in, code, body.applied_to, caller.client, expected_version=if_match.version
        )
        return Reply(CouponOut.of(coupon), etag=make_etag(coupon.version, coupon.uses))

    @delete(
        "/{code:str}/",
        access=Access.STAFF,
        operation_id="DeactivateCoupon",
        keeps_log=True,
        refuses=(UnknownCoupon, StaleVersion),
    )
    def deactivate(self, code: str, caller: Caller, if_match: IfMatch, coupons: CouponService) -> None:
        """Switch a coupon off; orders that hold it keep it."""
        coupons.deactivate(caller.signed_in, code, caller.client, expected_version=if_match.version)
