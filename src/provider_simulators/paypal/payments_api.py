"""Captures and refunds: read, give back."""

import msgspec

from provider_simulators.http_messages import Request, Response, json_response
from provider_simulators.paypal.authentication import require_token
from provider_simulators.paypal.errors import not_found
from provider_simulators.paypal.ledger import LedgerState
from provider_simulators.paypal.order_schema import REFUND
from provider_simulators.paypal.parse_request import read_json, wants_full_representation
from provider_simulators.paypal.refund_capture import RefundRequest, refund_capture
from provider_simulators.paypal.run_once import REFUND_RETENTION, run_once
from provider_simulators.paypal.state import PayPalState


class PaymentsApi:
    """`/v2/payments`."""

    def __init__(self, state: PayPalState) -> None:
        self._state = state

    def get_capture(self, request: Request) -> Response:
        require_token(self._state, request)
        capture_id = request.path_params["id"]
        capture = self._ledger_at(request, capture_id).captures.get(capture_id)
        if capture is None:
            raise not_found("capture_id", capture_id)
        return json_response(self._state.serializer.full_capture(capture))

    def get_refund(self, request: Request) -> Response:
        require_token(self._state, request)
        refund_id = request.path_params["id"]
        books = self._ledger_at(request, refund_id)
        found = books.refunds.get(refund_id)
        if found is None:
            raise not_found("refund_id", refund_id)
        return json_response(self._state.serializer.refund(found, books))

    def refund(self, request: Request) -> Response:
        wish = msgspec.convert(read_json(self._state, request, REFUND), RefundRequest)
        capture_id = request.path_params["id"]
        capture = self._state.ledger.current.captures.get(capture_id)
        if capture is None:
            raise not_found("capture_id", capture_id)

        def execute() -> str:
            return refund_capture(self._state, capture, wish).id

        def render(refund_id: str, status: int) -> Response:
            documents, books = self._state.serializer, self._state.ledger.current
            made = books.refunds[refund_id]
            document = (
                documents.refund(made, books) if wants_full_representation(request) else documents.minimal_refund(made)
            )
            return json_response(document, status=status)

        return run_once(self._state, request, retention=REFUND_RETENTION, execute=execute, render=render)

    def _ledger_at(self, request: Request, record_id: str) -> LedgerState:
        return self._state.ledger.as_of(request.staleness, self._state.ledger.order_id_for(record_id))
