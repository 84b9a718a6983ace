"""How is a percentage written?"""

import re
from typing import Final

from shop_domain.kernel.money import BASIS_POINTS

_WHOLE: Final = BASIS_POINTS // 100
_DECIMAL: Final = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,2}))?", re.ASCII)


def parse_percentage(text: str) -> int:
    """Read a plain decimal above 0 and up to 100 as hundredths of a percent; raise ValueError."""
    match = _DECIMAL.fullmatch(text)
    points = 0 if match is None else int(match[1]) * _WHOLE + int((match[2] or "").ljust(2, "0"))
    if not 0 < points <= BASIS_POINTS:
        msg = f"{text!r} is no percentage above 0 and up to 100"
        raise ValueError(msg)
    return points


def percentage_text(points: int) -> str:
    """Write hundredths of a percent as a plain decimal: 1250 is 12.5."""
    whole, fraction = divmod(points, _WHOLE)
    return f"{whole}.{fraction:02d}".rstrip("0") if fraction else str(whole)
