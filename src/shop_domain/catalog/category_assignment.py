"""Which categories do a merchant's paths of names lead to, and which of them must be made first?"""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, count
from uuid import UUID

import msgspec

from shop_domain.catalog.model import Category, CategoryId
from shop_domain.catalog.slugs import slug_of


class CategoryAssignment(msgspec.Struct, frozen=True, kw_only=True):
    """Where a product goes."""

    category_ids: tuple[CategoryId, ...]
    """The innermost category of each path, sorted."""
    new_categories: tuple[Category, ...]
    """Categories that are not there yet, outer ones first."""


def assign_categories(
    paths: Iterable[Sequence[str]], existing: Iterable[Category], new_id: Callable[[], UUID]
) -> CategoryAssignment:
    """Follow each path from the outermost name; a path of one name finds a category of that name wherever it stands."""
    known, made, into = list(existing), list[Category](), set[CategoryId]()
    for path in paths:
        parent: Category | None = None
        for name in path:
            found = _find(name, parent, known, anywhere=len(path) == 1)
            if found is None:
                found = _make(name, parent, known, new_id)
                known.append(found)
                made.append(found)
            parent = found
        if parent is not None:
            into.add(parent.id)
    return CategoryAssignment(category_ids=tuple(sorted(into)), new_categories=tuple(made))


def _find(name: str, parent: Category | None, known: Iterable[Category], *, anywhere: bool) -> Category | None:
    same = [category for category in known if slug_of(category.name) == slug_of(name) or category.slug == slug_of(name)]
    here = [category for category in same if category.parent_id == (parent.id if parent else None)]
    return next(iter(here or (same if anywhere else ())), None)


def _make(name: str, parent: Category | None, known: Sequence[Category], new_id: Callable[[], UUID]) -> Category:
    return Category(
        id=CategoryId(new_id()),
        slug=_free_slug(name, parent, {category.slug for category in known}),
        name=name.strip(),
        parent_id=parent.id if parent else None,
        position=sum(1 for category in known if category.parent_id == (parent.id if parent else None)),
    )


def _free_slug(name: str, parent: Category | None, taken: set[str]) -> str:
    plain = slug_of(name) or "category"
    longer = [f"{parent.slug}-{plain}"] if parent else []
    numbered = (f"{plain}-{number}" for number in count(2))
    return next(slug for slug in chain([plain], longer, numbered) if slug not in taken)
