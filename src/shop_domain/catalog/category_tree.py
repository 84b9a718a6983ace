"""How do categories stand inside each other?"""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from shop_domain.catalog.errors import CategoryLoop, CategoryTooDeep
from shop_domain.catalog.model import Category, CategoryId

MAX_DEPTH: Final = 12


class CategoryNode(msgspec.Struct, frozen=True, kw_only=True):
    """A category with those inside it."""

    category: Category
    depth: int
    """0 for one that stands in no other."""
    product_count: int
    """Products in it or in any category inside it."""
    children: "tuple[CategoryNode, ...]" = ()

    @property
    def slug(self) -> str:
        return self.category.slug


class CategoryTree:
    """Categories by id, with the way up and down."""

    def __init__(self, categories: Iterable[Category]) -> None:
        """Arrange the categories; one whose parent is not among them stands at the top."""
        self._by_id = {category.id: category for category in categories}
        self._children: dict[CategoryId | None, list[Category]] = {}
        for category in sorted(self._by_id.values(), key=lambda c: (c.position, c.name, c.id)):
            self._children.setdefault(self._parent(category), []).append(category)

    def path(self, category_id: CategoryId) -> tuple[CategoryId, ...]:
        """Name the category and all that it stands in, the outermost first."""
        way = [category_id]
        while (parent := self._parent(self._by_id[way[-1]])) is not None:
            way.append(parent)
        return tuple(reversed(way))

    def depth(self, category_id: CategoryId) -> int:
        """Count the categories that it stands in."""
        return len(self.path(category_id)) - 1

    def descendants(self, category_id: CategoryId) -> frozenset[CategoryId]:
        """Name the category and all that stand in it."""
        found, waiting = set[CategoryId](), [category_id]
        while waiting:
            found.add(waiting[-1])
            waiting.extend(child.id for child in self._children.get(waiting.pop(), ()))
        return frozenset(found)

    def with_ancestors(self, category_ids: Iterable[CategoryId]) -> frozenset[CategoryId]:
        """Name the given categories and all that they stand in."""
        return frozenset(outer for inner in category_ids for outer in self.path(inner))

    def require_valid_parent(self, category: Category) -> None:
        """Allow the category its parent; raise CategoryLoop or CategoryTooDeep where it can't stand there."""
        if category.parent_id is None:
            return
        if category.parent_id in self.descendants(category.id):
            raise CategoryLoop
        if self.depth(category.parent_id) + 1 + self._height(category.id) >= MAX_DEPTH:
            raise CategoryTooDeep

    def nodes(self, counts: Mapping[CategoryId, int]) -> tuple[CategoryNode, ...]:
        """Show the active categories as a tree; what stands in an inactive one is not shown either."""
        return self._nodes(None, 0, counts)

    def _height(self, category_id: CategoryId) -> int:
        return max((1 + self._height(child.id) for child in self._children.get(category_id, ())), default=0)

    def _nodes(
        self, parent: CategoryId | None, depth: int, counts: Mapping[CategoryId, int]
    ) -> tuple[CategoryNode, ...]:
        shown = (child for child in self._children.get(parent, ()) if child.is_active)
        return tuple(self._node(child, depth, counts) for child in shown)

    def _node(self, category: Category, depth: int, counts: Mapping[CategoryId, int]) -> CategoryNode:
        return CategoryNode(
            category=category,
            depth=depth,
            product_count=counts.get(category.id, 0),
            children=self._nodes(category.id, depth + 1, counts),
        )

    def _parent(self, category: Category) -> CategoryId | None:
        return category.parent_id if category.parent_id in self._by_id else None
