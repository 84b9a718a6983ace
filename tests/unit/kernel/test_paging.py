"""A list is walked both ways without a gap, whatever lies on its pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_domain.kernel.paging import Cursor, PageNotFound, PageRequest, build_page


def read(rows: list[int], wanted: PageRequest):
    """Read as a storage does: from the cursor on, in its direction, one row more than asked for."""
    if wanted.cursor is None:
        found = rows[(wanted.number - 1) * wanted.size :]
    elif wanted.cursor.backwards:
        found = [row for row in reversed(rows) if row < int(wanted.cursor.key[0])]
    else:
        found = [row for row in rows if row > int(wanted.cursor.key[0])]
    return build_page(found[: wanted.size + 1], wanted, lambda row: (str(row),), len(rows))


@given(st.sets(st.integers(0, 10_000)), st.integers(1, 7))
def test_walking_forward_meets_every_row_once(rows, size):
    ordered, met = sorted(rows), []
    page = read(ordered, PageRequest(size=size))
    met += page.items
    while page.next:
        page = read(ordered, PageRequest(size=size, cursor=page.next))
        met += page.items
    assert met == ordered


@given(st.sets(st.integers(0, 10_000), min_size=1), st.integers(1, 7))
def test_walking_back_from_the_end_meets_every_row_once(rows, size):
    ordered = sorted(rows)
    page = read(ordered, PageRequest(size=size, cursor=Cursor(key=(str(max(rows) + 1),), backwards=True)))
    met = list(page.items)
    while page.previous:
        page = read(ordered, PageRequest(size=size, cursor=page.previous))
        met = [*page.items, *met]
    assert met == ordered


def test_a_numbered_page_leads_to_its_neighbours():
    page = read(list(range(10)), PageRequest(number=2, size=3))
    assert page.items == (3, 4, 5)
    assert (page.next, page.previous) == (Cursor(key=("5",)), Cursor(key=("3",), backwards=True))


def test_the_first_page_may_be_empty_and_no_other():
    assert read([], PageRequest()).items == ()
    with pytest.raises(PageNotFound):
        read([1, 2], PageRequest(number=2, size=2))
