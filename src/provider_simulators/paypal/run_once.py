"""Do a thing once per PayPal-Request-Id, and show its present state ever after."""

from collections.abc import Callable
from datetime import timedelta

from provider_simulators.http_messages import Request, Response
from provider_simulators.paypal.errors import ErrorDetail, PayPalError
from provider_simulators.paypal.idempotency_store import StoredResult
from provider_simulators.paypal.parse_request import request_id
from provider_simulators.paypal.state import PayPalState

ORDER_RETENTION = timedelta(hours=6)
REFUND_RETENTION = timedelta(days=45)


def run_once(
    state: PayPalState,
    request: Request,
    *,
    retention: timedelta,
    execute: Callable[[], str],
    render: Callable[[str, int], Response],
) -> Response:
    """Do and show with 201, or only show with 200; a refusal that had an effect is repeated too."""
    key, until = request_id(request), state.now + retention
    if known := state.idempotency_store.get(request.path, key, state.now):
        return _repeat(state, request, known, render)
    try:
        record_id = execute()
    except ErrorAfterEffect as refused:
        remembered = StoredResult(body=request.body, until=until, error=refused.error)
        state.idempotency_store.put(request.path, key, remembered)
        raise refused.error from None
    state.idempotency_store.put(request.path, key, StoredResult(body=request.body, until=until, record_id=record_id))
    return render(record_id, 201)


def _repeat(
    state: PayPalState, request: Request, known: StoredResult, render: Callable[[str, int], Response]
) -> Response:
    if state.behavior.other_body == "error" and known.body != request.body:
        raise PayPalError(
            422, ErrorDetail(issue="INCOMPATIBLE_PARAMETER_VALUE", field="PayPal-Request-Id", location=None)
        )
    if known.error:
        raise known.error
    return render(known.record_id or "", 200)


class ErrorAfterEffect(Exception):
    """A refusal that left its mark: the same key gets it again."""

    def __init__(self, problem: PayPalError) -> None:
        super().__init__(problem)
        self.error = problem
