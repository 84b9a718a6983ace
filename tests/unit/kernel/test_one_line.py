"""What a field of one line says, however it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_domain.kernel.one_line import one_line


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("12 Main Street", "12 Main Street"),
        ("  12 Main Street\t", "12 Main Street"),
        ("12 Main Street\r\nBcc: x", "12 Main Street Bcc: x"),
        ("12 \n\n Main\N{LINE SEPARATOR}Street\r", "12 Main Street"),
        ("-", "-"),
        ("علی\N{ZERO WIDTH NON-JOINER}رضا", "علی\N{ZERO WIDTH NON-JOINER}رضا"),
        ("", ""),
        (" \t\r\n", ""),
        ("\N{IDEOGRAPHIC SPACE}", ""),
        ("\N{ZERO WIDTH SPACE}\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}", ""),
        ("\N{HANGUL FILLER} \N{BRAILLE PATTERN BLANK}", ""),
        ("\N{NO-BREAK SPACE}\N{RIGHT-TO-LEFT OVERRIDE}", ""),
    ],
)
def test_a_line_has_no_breaks_and_nothing_is_empty(typed, said):
    assert one_line(typed) == said


@given(st.text())
def test_a_line_is_written_once_and_never_grows(text):
    line = one_line(text)
    assert one_line(line) == line
    assert len(line) <= len(text)
    assert len(line.splitlines()) <= 1
