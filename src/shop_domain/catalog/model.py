"""Products, their variants, and what sorts them."""

from typing import NewType
from uuid import UUID

ProductId = NewType("ProductId", UUID)
VariantId = NewType("VariantId", UUID)
CategoryId = NewType("CategoryId", UUID)
ColorId = NewType("ColorId", UUID)
SizeId = NewType("SizeId", UUID)
TagId = NewType("TagId", UUID)
