"""Labels with the number of products that carry them, in memory."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from shop_domain.catalog.shown import LabelCount


def label_counts(labels: Iterable[Any], carried: Iterable[Iterable[Any]]) -> Sequence[LabelCount]:
    """Count the products of each label, given the label ids of each product."""
    times = Counter(id_ for ids in carried for id_ in ids)
    return [
        LabelCount(
            id=label.id, slug=label.slug, name=label.name, hex=getattr(label, "hex", None), count=times[label.id]
        )
        for label in labels
    ]
