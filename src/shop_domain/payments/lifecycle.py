"""What may follow what in an attempt to pay: the whole table, for every state and everything a provider can say."""

from collections.abc import Mapping
from typing import Final

from shop_domain.payments.model import PaymentState
from shop_domain.payments.observation import PaymentOutcome

P, O = PaymentState, PaymentOutcome  # noqa: E741 - the table reads best with one letter a side
RANK: Final[Mapping[PaymentState, int]] = {
    P.STARTING: 1,
    P.AWAITING_PAYER: 2,
    P.COMPLETING: 3,
    P.PENDING_FUNDS: 4,
    P.DECLINED: 5,
    P.CANCELLED: 5,
    P.EXPIRED: 5,
    P.FAILED: 5,
    P.REVIEW: 6,
    P.PAID: 7,
}
"""What is known of an attempt only grows: no message from outside lowers the rank."""

OPEN_STATES: Final = frozenset({P.STARTING, P.AWAITING_PAYER, P.COMPLETING, P.PENDING_FUNDS})
"""States in which the order still waits for its money."""
UNPAID_FINAL_STATES: Final = frozenset({P.DECLINED, P.CANCELLED, P.EXPIRED, P.FAILED})
"""States in which the order gives everything back."""
BEFORE_COMPLETION: Final = frozenset({P.STARTING, P.AWAITING_PAYER})

TRANSITIONS: Final[Mapping[tuple[PaymentState, PaymentOutcome], PaymentState]] = {
    **{(state, O.PAID): P.PAID for state in (*OPEN_STATES, *UNPAID_FINAL_STATES)},
    **{(state, O.PENDING_FUNDS): P.PENDING_FUNDS for state in (P.STARTING, P.AWAITING_PAYER, P.COMPLETING)},
    **{(state, O.DECLINED): P.DECLINED for state in (P.AWAITING_PAYER, P.COMPLETING, P.PENDING_FUNDS)},
    **{(state, O.EXPIRED): P.EXPIRED for state in (P.AWAITING_PAYER, P.COMPLETING)},
    (P.AWAITING_PAYER, O.CANCELLED): P.CANCELLED,
    (P.AWAITING_PAYER, O.PAYER_ACTION): P.AWAITING_PAYER,
    (P.COMPLETING, O.PAYER_ACTION): P.AWAITING_PAYER,
    (P.COMPLETING, O.WAITING): P.AWAITING_PAYER,
    (P.PAID, O.REVERSED): P.PAID,
}
"""Every move. `COMPLETING` falls back to `AWAITING_PAYER` only by the answer to our own completion."""

FROM_OUR_CALL_ONLY: Final = frozenset({(P.COMPLETING, O.PAYER_ACTION), (P.COMPLETING, O.WAITING)})


def next_state(state: PaymentState, outcome: PaymentOutcome, *, from_our_call: bool) -> PaymentState:
    """Tell where a state goes when a provider says this; a stale or early word leaves it where it is."""
    if (state, outcome) in FROM_OUR_CALL_ONLY and not from_our_call:
        return state
    return TRANSITIONS.get((state, outcome), state)
