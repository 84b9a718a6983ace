"""Which records does the file hold, and at which line does each begin?"""

import csv
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Final, Protocol

import msgspec

REQUIRED_COLUMNS: Final = ("Handle", "Title", "Variant Price")
MAX_CELL_LENGTH: Final = 2**20


class CsvReader(Protocol):
    """What csv.reader gives."""

    @property
    def line_num(self) -> int:
        """Tell how many lines were read."""
        ...

    def __next__(self) -> list[str]:
        """Read a record."""
        ...


class NotAProductFile(Exception):
    """The file as a whole can't be read as Shopify's product CSV."""


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """One record of the file."""

    line: int
    """Where it begins; a record may go over several lines."""
    cells: Mapping[str, str]
    """By the column's name in lower case, without space around."""
    error: str | None = None
    """What is wrong with the record as such."""

    def __getitem__(self, column: str) -> str:
        """Read a cell; a column that the file lacks is empty."""
        return self.cells.get(column.lower(), "")


def read_records(path: Path) -> Iterator[Record]:
    """Read the records one by one; raise NotAProductFile for a file of another kind."""
    csv.field_size_limit(MAX_CELL_LENGTH)
    # What is no UTF-8 is kept in a form that marks its record, so that the other records still count.
    with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        reader = csv.reader(file)
        columns = _columns(reader)
        begins = reader.line_num + 1
        while (row := _next(reader)) is not None:
            if any(row):
                yield _record(begins, columns, row)
            begins = reader.line_num + 1


def read_products(path: Path) -> Iterator[tuple[str, list[Record]]]:
    """Gather the records that follow each other with the same handle."""
    for handle, gathered in groupby(read_records(path), key=lambda record: record["Handle"]):
        yield handle, list(gathered)


def _columns(reader: CsvReader) -> list[str]:
    names = [name.strip().lower() for name in _next(reader) or ()]
    if missing := [name for name in REQUIRED_COLUMNS if name.lower() not in names]:
        raise NotAProductFile(f"the file has no column {', '.join(missing)}")
    return names


def _next(reader: CsvReader) -> list[str] | None:
    try:
        return next(reader)
    except StopIteration:
        return None
    except csv.Error as error:
        raise NotAProductFile(f"line {reader.line_num}: {error}") from error


def _record(line: int, columns: list[str], row: list[str]) -> Record:
    cells = {name: cell.strip() for name, cell in zip(columns, row, strict=False)}
    return Record(line=line, cells=cells, error=_row_error(columns, row))


def _row_error(columns: list[str], row: list[str]) -> str | None:
    if len(row) != len(columns):
        return f"{len(row)} cells where the file has {len(columns)} columns"
    if any("\udc80" <= char <= "\udcff" for cell in row for char in cell):
        return "this is not UTF-8"
    if any("\0" in cell for cell in row):
        return "a NUL character can't be kept"
    return None
