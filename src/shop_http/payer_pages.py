"""Where a payer's browser goes after paying, and what it is told."""

from http import HTTPStatus
from urllib.parse import urlencode

from litestar import Response

from shop_domain.checkout.model import PaymentWithOrder
from shop_domain.payments.model import PaymentStatus
from shop_domain.payments.status import status_of
from shop_http.schemas.payments import PaymentResultOut

UNDECIDED = frozenset({PaymentStatus.PROCESSING, PaymentStatus.REVIEW})


class PayerReturnPages:
    """The shop's own page for payers, where one is configured."""

    def __init__(self, frontend_url: str | None) -> None:
        self._frontend_url = frontend_url

    def redirect_or_json(self, result: PaymentWithOrder) -> Response[PaymentResultOut]:
        """Send the browser on with how the payment stands, or tell it."""
        if self._frontend_url is None:
            return payment_result(result)
        out = PaymentResultOut.of(result)
        said = urlencode({"payment_id": out.payment_id, "order_number": out.order_number, "status": out.status.value})
        joint = "&" if "?" in self._frontend_url else "?"
        location = f"{self._frontend_url}{joint}{said}"
        return Response(out, status_code=HTTPStatus.SEE_OTHER, headers={"Location": location})


def payment_result(result: PaymentWithOrder) -> Response[PaymentResultOut]:
    """Tell how a payment stands; 202 while that is not decided."""
    undecided = status_of(result.payment) in UNDECIDED
    return Response(PaymentResultOut.of(result), status_code=HTTPStatus.ACCEPTED if undecided else HTTPStatus.OK)
