"""How the catalogue says no."""

from shop_domain.kernel.errors import ErrorKind, ShopError


class ProductNotFound(ShopError):
    """No product is shown under this address."""

    code = "product_not_found"
    kind = ErrorKind.NOT_FOUND
    message = "There is no such product."


class CategoryNotFound(ShopError):
    """No category is shown under this address."""

    code = "category_not_found"
    kind = ErrorKind.NOT_FOUND
    message = "There is no such category."


class CategoryLoop(ShopError):
    """A category can't stand inside itself, however far down."""

    code = "category_loop"
    kind = ErrorKind.CONFLICT
    message = "A category can't be moved into itself or into one that stands in it."


class CategoryTooDeep(ShopError):
    """Categories may stand inside each other only so far."""

    code = "category_too_deep"
    kind = ErrorKind.CONFLICT
    message = "Categories can't be nested this deep."


class SkuTaken(ShopError):
    """Another product has a variant with this SKU."""

    code = "sku_taken"
    kind = ErrorKind.CONFLICT
    message = "Another product uses this SKU."
