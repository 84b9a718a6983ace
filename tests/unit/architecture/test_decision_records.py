"""Decision records stay short and complete."""

from collections import Counter
from pathlib import Path

import pytest

RECORDS = sorted((Path(__file__).parents[3] / "docs/adr").glob("[0-9]*.md"))
SECTIONS = ["## Context", "## Decision", "## Consequences", "## Alternatives"]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_a_record_says_why_what_at_which_price_and_instead_of_what(record):
    text = record.read_text()
    assert [line for line in text.splitlines() if line.startswith("## ")] == SECTIONS
    assert text.startswith(f"# {int(record.stem[:4])}. ")
    assert len(text.splitlines()) <= 40


def test_no_two_records_share_a_number():
    numbers = Counter(record.stem[:4] for record in RECORDS)
    assert [number for number, count in numbers.items() if count > 1] == []
