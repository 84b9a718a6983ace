"""Labels with the number of products that carry them, in memory."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from shop_domain.catalog.storefront_views import FacetValueCount


def facet_value_counts(facet_values: Iterable[Any], carried: Iterable[Iterable[Any]]) -> Sequence[FacetValueCount]:
    """Count the products of each label, given the label ids of each product."""
    times = Counter(id_ for ids in carried for id_ in ids)
    return [
        FacetValueCount(
            id=label.id, slug=label.slug, name=label.name, hex=getattr(label, "hex", None), count=times[label.id]
        )
        for label in facet_values
    ]
