"""Coupons, as staff keep them."""

from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from shop_domain.kernel.errors import InvalidFields, StaleVersion
from shop_domain.kernel.paging import PageNotFound
from shop_domain.pricing.errors import UnknownCoupon
from shop_domain.staff.permissions import Permission
from shop_http.dependencies import Coupons, CurrentCaller, CurrentPage, ExpectedVersion
from shop_http.etags import make_etag
from shop_http.guards import staff
from shop_http.schemas.coupons import ChangeCoupon, CouponOut, CouponQuery, CreateCoupon
from shop_http.schemas.paging import Results


class CouponController(Controller):
    """Coupons with their terms and uses."""

    path = "/api/v1/admin/coupons"
    tags = ["Coupons"]

    @get("/", guards=[staff(Permission.COUPONS)], operation_id="ListCoupons", refuses=(PageNotFound,))
    def list_all(
        self, params: NamedDependency[CouponQuery], pagination: CurrentPage, coupons: Coupons
    ) -> Results[CouponOut]:
        """List coupons, the newest first."""
        return pagination.results(coupons.list(params.to_filter(), pagination.request), CouponOut.of)

    @post(
        "/",
        guards=[staff(Permission.COUPONS)],
        operation_id="CreateCoupon",
        audits="CreateCoupon",
        status_code=201,
        refuses=(InvalidFields,),
    )
    def create(self, caller: CurrentCaller, data: JSONBody[CreateCoupon], coupons: Coupons) -> Response[CouponOut]:
        """Make a coupon."""
        coupon = coupons.create(caller.signed_in, data.form(), caller.client)
        return Response(CouponOut.of(coupon), headers={"ETag": make_etag(coupon.version)})

    @get("/{code:str}/", guards=[staff(Permission.COUPONS)], operation_id="ShowCoupon", refuses=(UnknownCoupon,))
    def show(self, code: FromPath[str], coupons: Coupons) -> Response[CouponOut]:
        """Show a coupon."""
        coupon = coupons.get(code)
        return Response(CouponOut.of(coupon), headers={"ETag": make_etag(coupon.version, coupon.uses)})

    @patch(
        "/{code:str}/",
        guards=[staff(Permission.COUPONS)],
        operation_id="ChangeCoupon",
        audits="ChangeCoupon",
        refuses=(UnknownCoupon, InvalidFields, StaleVersion),
    )
    def change(
        self,
        code: FromPath[str],
        caller: CurrentCaller,
        data: JSONBody[ChangeCoupon],
        if_match: ExpectedVersion,
        coupons: Coupons,
    ) -> Response[CouponOut]:
        """Set new terms; carts and orders to come use them."""
        coupon = coupons.change(
            caller.signed_in, code, data.applied_to, caller.client, expected_version=if_match.version
        )
        return Response(CouponOut.of(coupon), headers={"ETag": make_etag(coupon.version, coupon.uses)})

    @delete(
        "/{code:str}/",
        guards=[staff(Permission.COUPONS)],
        operation_id="DeactivateCoupon",
        audits="DeactivateCoupon",
        refuses=(UnknownCoupon, StaleVersion),
    )
    def deactivate(
        self, code: FromPath[str], caller: CurrentCaller, if_match: ExpectedVersion, coupons: Coupons
    ) -> None:
        """Switch a coupon off; orders that hold it keep it."""
        coupons.deactivate(caller.signed_in, code, caller.client, expected_version=if_match.version)
