"""What PayPal's refusals of a capture mean for the attempt."""

from typing import Final

from shop_domain.payments.observation import PaymentOutcome

ALREADY_CAPTURED: Final = frozenset({"ORDER_ALREADY_CAPTURED", "ORDER_COMPLETION_IN_PROGRESS"})
"""Not a no: another call captures the order, or did. The order itself tells what became of it."""

_OUTCOMES: Final = {
    "ORDER_NOT_APPROVED": PaymentOutcome.WAITING,
    **dict.fromkeys(
        ("INSTRUMENT_DECLINED", "PAYER_ACTION_REQUIRED", "REDIRECT_PAYER_FOR_ALTERNATE_FUNDING"),
        PaymentOutcome.PAYER_ACTION,
    ),
    **dict.fromkeys(
        (
            "MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED",
            "PAYER_CANNOT_PAY",
            "PAYER_ACCOUNT_RESTRICTED",
            "PAYER_ACCOUNT_LOCKED_OR_CLOSED",
            "TRANSACTION_REFUSED",
            "COMPLIANCE_VIOLATION",
            "TRANSACTION_LIMIT_EXCEEDED",
            "PAYEE_BLOCKED_TRANSACTION",
            "TRANSACTION_BLOCKED_BY_PAYEE",
            "TRANSACTION_RECEIVING_LIMIT_EXCEEDED",
        ),
        PaymentOutcome.DECLINED,
    ),
    "ORDER_EXPIRED": PaymentOutcome.EXPIRED,
}


def outcome_of_error(issue: str) -> PaymentOutcome | None:
    """Tell what the refusal of a capture means; None where it is new to us."""
    if issue.startswith("PAYEE_"):
        return PaymentOutcome.DECLINED
    return _OUTCOMES.get(issue)


def is_merchant_error(issue: str) -> bool:
    """Tell whether the merchant's own account is the cause, so that a person should look at it."""
    return issue.startswith(("PAYEE_", "TRANSACTION_BLOCKED_BY_PAYEE", "TRANSACTION_RECEIVING_LIMIT"))
