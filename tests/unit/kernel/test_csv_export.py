"""What is exported comes back as it was, and nothing in it is a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_domain.kernel.csv_export import FORMULA_PREFIXES, TrustedText, csv_lines, escape_formula

cells = st.text(
    alphabet=st.one_of(st.sampled_from("=+-@\t\r\n\",;' \uff1d"), st.characters(codec="utf-8", exclude_characters="\0"))
)


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1234567890",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "\uff1d1+1",
        "\uff20SUM(A1)",
        '=cmd|"/C calc"!A0',
    ],
)
def test_a_formula_is_text_with_an_apostrophe_before_it(text):
    ((cell,),) = read("".join(csv_lines([[text]])))
    assert cell == f"'{text}"


@pytest.mark.parametrize(
    "text", ["Ada", "1 Mill Lane", "a=b", "3-5", "ada@example.com", "O'Brien", '"quoted"', "a\nb", " ", ""]
)
def test_other_text_stays_as_it_is(text):
    assert escape_formula(text) == text
    assert read("".join(csv_lines([[text, "x"]]))) == [[text, "x"]]


def test_a_number_of_the_shops_own_is_no_formula():
    assert "".join(csv_lines([[TrustedText("-5.00"), "-5.00"]])) == "-5.00,'-5.00\r\n"


@given(st.lists(st.lists(cells, min_size=2, max_size=4), max_size=5))
def test_whatever_is_exported_comes_back_and_no_cell_is_live(rows):
    text = "".join(csv_lines(rows))
    assert read(text) == [[escape_formula(cell) for cell in row] for row in rows]
    assert not any(cell.lstrip(" ")[:1] in FORMULA_PREFIXES for row in read(text) for cell in row)
    assert text.count("\r\n") >= len(rows)
