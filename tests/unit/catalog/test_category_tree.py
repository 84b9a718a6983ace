"""How categories stand inside each other."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_domain.catalog.category_tree import MAX_DEPTH, CategoryTree
from shop_domain.catalog.errors import CategoryLoop, CategoryTooDeep
from shop_domain.catalog.model import Category, CategoryId


def an_id(number: int) -> CategoryId:
    return CategoryId(UUID(int=number))


def a_category(number: int, parent: int | None = None, **given: Any) -> Category:
    parent_id = None if parent is None else an_id(parent)
    return Category(id=an_id(number), slug=f"c{number}", name=f"C{number}", parent_id=parent_id, **given)


@st.composite
def forests(draw):
    """Let each category stand in an earlier one, or in none, nowhere too deep."""
    depths, categories = [], []
    for number in range(draw(st.integers(1, 15))):
        allowed = [None, *(n for n in range(number) if depths[n] < MAX_DEPTH - 1)]
        parent = draw(st.sampled_from(allowed))
        depths.append(0 if parent is None else depths[parent] + 1)
        categories.append(a_category(number, parent))
    return categories


@given(forests())
def test_descendants_and_paths_tell_the_same(categories):
    tree = CategoryTree(categories)
    for inner in categories:
        for outer in categories:
            assert (inner.id in tree.descendants(outer.id)) == (outer.id in tree.path(inner.id))
        assert tree.path(inner.id)[-1] == inner.id
        assert tree.depth(inner.id) == len(tree.path(inner.id)) - 1


@given(forests())
def test_every_active_category_is_shown_once_at_its_depth(categories):
    tree = CategoryTree(categories)
    shown, waiting = {}, list(tree.nodes({}))
    while waiting:
        shelf = waiting.pop()
        assert shelf.category.id not in shown
        shown[shelf.category.id] = shelf.depth
        waiting += shelf.children
    assert shown == {category.id: tree.depth(category.id) for category in categories}


@given(forests(), st.data())
def test_no_move_that_is_allowed_makes_a_loop_or_goes_too_deep(categories, data):
    moved = data.draw(st.sampled_from(categories))
    parent = data.draw(st.sampled_from(categories))
    wanted = a_category(moved.id.int, parent.id.int)
    tree = CategoryTree(categories)
    makes_loop = parent.id in tree.descendants(moved.id)
    try:
        tree.require_valid_parent(wanted)
    except CategoryLoop:
        assert makes_loop
        return
    except CategoryTooDeep:
        after = CategoryTree([wanted if c.id == moved.id else c for c in categories])
        assert max(map(after.depth, after.descendants(moved.id))) >= MAX_DEPTH
        return
    after = CategoryTree([wanted if c.id == moved.id else c for c in categories])
    assert not makes_loop
    assert all(after.depth(category.id) < MAX_DEPTH for category in categories)


def test_what_stands_in_an_inactive_category_is_not_shown():
    tree = CategoryTree([a_category(1, is_active=False), a_category(2, 1), a_category(3)])
    assert [shelf.slug for shelf in tree.nodes({})] == ["c3"]


def test_nodes_stand_in_their_order_with_their_counts():
    tree = CategoryTree([a_category(1, position=2), a_category(2, position=1), a_category(3, 1)])
    shelves = tree.nodes({an_id(1): 5, an_id(3): 4})
    assert [(shelf.slug, shelf.product_count) for shelf in shelves] == [("c2", 0), ("c1", 5)]
    assert [(shelf.slug, shelf.depth, shelf.product_count) for shelf in shelves[1].children] == [("c3", 1, 4)]


def test_a_category_may_stand_at_the_top_but_not_in_itself():
    tree = CategoryTree([a_category(1), a_category(2, 1)])
    tree.require_valid_parent(a_category(2))
    for parent in (1, 2):
        with pytest.raises(CategoryLoop):
            tree.require_valid_parent(a_category(1, parent))
