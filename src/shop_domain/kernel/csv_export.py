"""Tables as CSV, which a spreadsheet may open without harm."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

FORMULA_PREFIXES: Final = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What makes a cell that begins with it a formula, full-width twins included (OWASP, "CSV Injection")."""


class TrustedText(str):
    """Text that the shop itself made, such as a number; nothing in it needs to be kept from a spreadsheet."""

    __slots__ = ()


def escape_formula(text: str) -> str:
    """Keep a spreadsheet from taking text for a formula: an apostrophe goes before it."""
    return f"'{text}" if text.lstrip(" ")[:1] in FORMULA_PREFIXES else text


def csv_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Write rows as RFC 4180 has them: cells quoted where that is needed, lines that end with CR LF."""
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\r\n")
    for row in rows:
        writer.writerow([cell if isinstance(cell, TrustedText) else escape_formula(cell) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()
