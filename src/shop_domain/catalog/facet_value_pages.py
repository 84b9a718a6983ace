"""Which page of a short list of labels is wanted?"""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from shop_domain.kernel.errors import InvalidFields
from shop_domain.kernel.paging import Page, PageRequest, build_page


class HasSlug(Protocol):
    """Anything that is called by a slug."""

    @property
    def slug(self) -> str:
        """Name it."""
        ...


S = TypeVar("S", bound=HasSlug)


def facet_value_page(facet_values: Sequence[S], request: PageRequest) -> Page[S]:
    """Cut a page out of all labels; raise PageNotFound, or InvalidFields where a cursor's label is gone."""
    rows = facet_values[_start(request) :] if request.cursor is None else _from_cursor(facet_values, request)
    return build_page(
        rows[: request.size + 1],
        request,
        lambda label: (label.slug,),
        len(facet_values) if request.with_count else None,
    )


def _start(wanted: PageRequest) -> int:
    return (wanted.number - 1) * wanted.size


def _from_cursor(labels: Sequence[S], wanted: PageRequest) -> Sequence[S]:
    slugs = [label.slug for label in labels]
    cursor = wanted.cursor
    if cursor is None or len(cursor.key) != 1 or cursor.key[0] not in slugs:
        raise InvalidFields({"cursor": ["This cursor doesn't belong to this list."]})
    here = slugs.index(cursor.key[0])
    return labels[:here][::-1] if cursor.backwards else labels[here + 1 :]
