"""Products as a whole, for catalogue imports, in memory."""

from msgspec.structs import replace

from shop_adapters.memory.engine.repository import MemoryRepository
from shop_adapters.memory.state import MemoryState
from shop_domain.catalog.errors import SkuTaken
from shop_domain.catalog.model import Product
from shop_domain.kernel.errors import ConcurrentUpdate


class MemoryProducts(MemoryRepository[MemoryState]):
    """Products with their variants, guarded by an optimistic version."""

    def by_slug(self, slug: str) -> Product | None:
        return next((product for product in self._tables.products if product.slug == slug), None)

    def save(self, product: Product) -> Product:
        before = self._tables.products.get(product.id)
        if product.version != (before.version if before else 0):
            raise ConcurrentUpdate
        skus = {variant.sku for variant in product.variants}
        others = (other for other in self._tables.products if other.id != product.id)
        if any(variant.sku in skus for other in others for variant in other.variants):
            raise SkuTaken
        saved = replace(product, version=product.version + 1)
        self._tables.products.put(saved.id, saved)
        return saved
