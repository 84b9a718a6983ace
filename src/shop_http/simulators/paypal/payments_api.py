"""Captures and refunds: read, give back."""

import msgspec

from shop_http.simulators.messages import Reply, Request, as_json
from shop_http.simulators.paypal.authentication import require_token
from shop_http.simulators.paypal.ledger import Books
from shop_http.simulators.paypal.once import REFUNDS_KEPT, once
from shop_http.simulators.paypal.order_shape import REFUND
from shop_http.simulators.paypal.problems import not_found
from shop_http.simulators.paypal.reading import read_json, wants_all
from shop_http.simulators.paypal.refunding import RefundRequest, refund
from shop_http.simulators.paypal.world import PayPalWorld


class PaymentsApi:
    """`/v2/payments`."""

    def __init__(self, world: PayPalWorld) -> None:
        self._world = world

    def get_capture(self, request: Request) -> Reply:
        require_token(self._world, request)
        capture_id = request.named["id"]
        capture = self._books(request, capture_id).captures.get(capture_id)
        if capture is None:
            raise not_found("capture_id", capture_id)
        return as_json(self._world.documents.whole_capture(capture))

    def get_refund(self, request: Request) -> Reply:
        require_token(self._world, request)
        refund_id = request.named["id"]
        books = self._books(request, refund_id)
        found = books.refunds.get(refund_id)
        if found is None:
            raise not_found("refund_id", refund_id)
        return as_json(self._world.documents.refund(found, books))

    def refund(self, request: Request) -> Reply:
        wish = msgspec.convert(read_json(self._world, request, REFUND), RefundRequest)
        capture_id = request.named["id"]
        capture = self._world.ledger.books.captures.get(capture_id)
        if capture is None:
            raise not_found("capture_id", capture_id)

        def do() -> str:
            return refund(self._world, capture, wish).id

        def show(refund_id: str, status: int) -> Reply:
            documents, books = self._world.documents, self._world.ledger.books
            made = books.refunds[refund_id]
            document = documents.refund(made, books) if wants_all(request) else documents.short_refund(made)
            return as_json(document, status=status)

        return once(self._world, request, kept_for=REFUNDS_KEPT, do=do, show=show)

    def _books(self, request: Request, record_id: str) -> Books:
        return self._world.ledger.as_of(request.look_back, self._world.ledger.order_behind(record_id))
