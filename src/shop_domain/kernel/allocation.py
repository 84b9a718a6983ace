"""Split an amount over parts without losing a cent."""

from collections.abc import Sequence

from shop_domain.kernel.money import Money


def allocate(amount: Money, weights: Sequence[int]) -> tuple[Money, ...]:
    """Share an amount in proportion to weights; left-over cents go to the largest remainders, then to the first.

    The parts always sum to the amount. Raises ValueError for no or negative weights.
    """
    if not weights or min(weights) < 0:
        msg = "weights must be given and not negative"
        raise ValueError(msg)
    fair = list(weights) if any(weights) else [1] * len(weights)
    whole = sum(fair)
    sign, left = (-1, -amount.minor) if amount.minor < 0 else (1, amount.minor)
    shares = [left * weight // whole for weight in fair]
    remainders = sorted(range(len(fair)), key=lambda i: (-(left * fair[i] % whole), i))
    for index in remainders[: left - sum(shares)]:
        shares[index] += 1
    return tuple(Money(sign * share, amount.currency) for share in shares)
