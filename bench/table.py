"""The figures as one table."""

from collections.abc import Iterable

import msgspec

HEADINGS = (
    "What",
    "Shop",
    "Goal",
    "Kept",
    "Server µs",
    "Database µs",
    "Bare µs",
    "× bare",
    "Goal ×",
    "Kept ×",
    "Requests/s",
    "p50 ms",
    "p99 ms",
    "Statements",
)


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One figure with its goal, and what it is made of where that is known."""

    what: str
    shop: float
    unit: str
    goal: float | None = None
    at_least: bool = False
    server: float | None = None
    database: float | None = None
    bare: float | None = None
    goal_ratio: float | None = None
    rate: float | None = None
    p50: float | None = None
    p99: float | None = None
    statements: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.server / self.bare if self.server is not None and self.bare else None


def markdown(rows: Iterable[Row]) -> str:
    """Write the table."""
    lines = [HEADINGS, tuple("---" for _ in HEADINGS), *map(_cells, rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _cells(row: Row) -> tuple[str, ...]:
    sign = "≥" if row.at_least else "≤"
    kept = None if row.goal is None else (row.shop >= row.goal if row.at_least else row.shop <= row.goal)
    ratio_kept = None if row.goal_ratio is None or row.ratio is None else row.ratio <= row.goal_ratio
    return (
        row.what,
        f"{_number(row.shop)} {row.unit}".strip(),
        "" if row.goal is None else f"{sign} {_number(row.goal)}",
        _yes(kept),
        _whole(row.server),
        _whole(row.database),
        _whole(row.bare),
        "" if row.ratio is None else f"{row.ratio:.1f}",
        "" if row.goal_ratio is None else f"≤ {row.goal_ratio:g}",
        _yes(ratio_kept),
        _whole(row.rate),
        "" if row.p50 is None else f"{row.p50:.1f}",
        "" if row.p99 is None else f"{row.p99:.1f}",
        "" if row.statements is None else f"{row.statements:g}",
    )


def _yes(kept: bool | None) -> str:  # noqa: FBT001 - a cell
    return "" if kept is None else ("yes" if kept else "**no**")


def _whole(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
