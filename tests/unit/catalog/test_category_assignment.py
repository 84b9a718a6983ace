"""Which categories do a merchant's paths of names lead to, and which of them must be made first?"""

from typing import Any
from uuid import UUID

from shop_domain.catalog.category_assignment import assign_categories
from shop_domain.catalog.model import Category, CategoryId


def an_id(number: int) -> CategoryId:
    return CategoryId(UUID(int=number))


def a_category(number: int, parent: int | None = None, **given: Any) -> Category:
    parent_id = None if parent is None else an_id(parent)
    return Category(id=an_id(number), slug=f"c{number}", name=f"C{number}", parent_id=parent_id, **given)


class TestAPathOfNames:
    def assign(self, *paths, there=()):
        numbers = iter(range(100, 200))
        return assign_categories(paths, there, lambda: UUID(int=next(numbers)))

    def test_makes_what_is_missing_outer_ones_first(self):
        found = self.assign(("Home", "Kitchen"), ("Home", "Light"))
        assert [category.slug for category in found.new_categories] == ["home", "kitchen", "light"]
        assert [category.parent_id for category in found.new_categories] == [
            None,
            found.new_categories[0].id,
            found.new_categories[0].id,
        ]
        assert found.category_ids == (found.new_categories[1].id, found.new_categories[2].id)

    def test_finds_what_is_there_in_any_spelling(self):
        there = [a_category(1)]
        found = self.assign(("c1",), (" C1 ",), there=there)
        assert (found.new_categories, found.category_ids) == ((), (an_id(1),))

    def test_of_one_name_finds_it_wherever_it_stands(self):
        found = self.assign(("C2",), there=[a_category(1), a_category(2, 1)])
        assert (found.new_categories, found.category_ids) == ((), (an_id(2),))

    def test_gives_each_category_a_slug_of_its_own(self):
        found = self.assign(("A", "Tools"), ("B", "Tools"), ("B", "Tools", "Tools"), ("C", "Tools"))
        slugs = [category.slug for category in found.new_categories]
        assert slugs == ["a", "tools", "b", "b-tools", "b-tools-tools", "c", "c-tools"]
        assert self.assign(("日本",), ("!",)).new_categories[1].slug == "category"
