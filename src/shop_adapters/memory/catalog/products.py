"""Products and labels as those see them who keep the shelves, in memory."""

from msgspec.structs import replace

from shop_adapters.memory.state import MemoryState
from shop_domain.catalog.errors import SkuTaken
from shop_domain.catalog.model import Product
from shop_domain.kernel.errors import ConcurrentUpdate


class MemoryProducts:
    """Products with their variants, guarded by an optimistic version."""

    def __init__(self, state: MemoryState) -> None:
        self._state = state

    def by_slug(self, slug: str) -> Product | None:
        return next((product for product in self._state.products if product.slug == slug), None)

    def save(self, product: Product) -> Product:
        before = self._state.products.get(product.id)
        if product.version != (before.version if before else 0):
            raise ConcurrentUpdate
        skus = {variant.sku for variant in product.variants}
        others = (other for other in self._state.products if other.id != product.id)
        if any(variant.sku in skus for other in others for variant in other.variants):
            raise SkuTaken
        saved = replace(product, version=product.version + 1)
        self._state.products.put(saved.id, saved)
        return saved
