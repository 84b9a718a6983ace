"""How categories stand inside each other."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_domain.catalog.category_path import shelving
from shop_domain.catalog.category_tree import DEEPEST, CategoryTree
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
        allowed = [None, *(n for n in range(number) if depths[n] < DEEPEST - 1)]
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
    shown, waiting = {}, list(tree.shelves({}))
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
        tree.may_hold(wanted)
    except CategoryLoop:
        assert makes_loop
        return
    except CategoryTooDeep:
        after = CategoryTree([wanted if c.id == moved.id else c for c in categories])
        assert max(map(after.depth, after.descendants(moved.id))) >= DEEPEST
        return
    after = CategoryTree([wanted if c.id == moved.id else c for c in categories])
    assert not makes_loop
    assert all(after.depth(category.id) < DEEPEST for category in categories)


def test_what_stands_in_an_inactive_category_is_not_shown():
    tree = CategoryTree([a_category(1, is_active=False), a_category(2, 1), a_category(3)])
    assert [shelf.slug for shelf in tree.shelves({})] == ["c3"]


def test_shelves_stand_in_their_order_with_their_counts():
    tree = CategoryTree([a_category(1, position=2), a_category(2, position=1), a_category(3, 1)])
    shelves = tree.shelves({an_id(1): 5, an_id(3): 4})
    assert [(shelf.slug, shelf.product_count) for shelf in shelves] == [("c2", 0), ("c1", 5)]
    assert [(shelf.slug, shelf.depth, shelf.product_count) for shelf in shelves[1].children] == [("c3", 1, 4)]


def test_a_category_may_stand_at_the_top_but_not_in_itself():
    tree = CategoryTree([a_category(1), a_category(2, 1)])
    tree.may_hold(a_category(2))
    for parent in (1, 2):
        with pytest.raises(CategoryLoop):
            tree.may_hold(a_category(1, parent))


class TestAPathOfNames:
    def shelve(self, *paths, there=()):
        numbers = iter(range(100, 200))
        return shelving(paths, there, lambda: UUID(int=next(numbers)))

    def test_makes_what_is_missing_outer_ones_first(self):
        found = self.shelve(("Home", "Kitchen"), ("Home", "Light"))
        assert [category.slug for category in found.to_make] == ["home", "kitchen", "light"]
        assert [category.parent_id for category in found.to_make] == [None, found.to_make[0].id, found.to_make[0].id]
        assert found.into == (found.to_make[1].id, found.to_make[2].id)

    def test_finds_what_is_there_in_any_spelling(self):
        there = [a_category(1)]
        found = self.shelve(("c1",), (" C1 ",), there=there)
        assert (found.to_make, found.into) == ((), (an_id(1),))

    def test_of_one_name_finds_it_wherever_it_stands(self):
        found = self.shelve(("C2",), there=[a_category(1), a_category(2, 1)])
        assert (found.to_make, found.into) == ((), (an_id(2),))

    def test_gives_each_category_a_slug_of_its_own(self):
        found = self.shelve(("A", "Tools"), ("B", "Tools"), ("B", "Tools", "Tools"), ("C", "Tools"))
        slugs = [category.slug for category in found.to_make]
        assert slugs == ["a", "tools", "b", "b-tools", "b-tools-tools", "c", "c-tools"]
        assert self.shelve(("日本",), ("!",)).to_make[1].slug == "category"
