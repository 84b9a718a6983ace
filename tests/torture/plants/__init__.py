"""Bugs to be planted in a copy of the source: each is what somebody might have written, with the row to notice it."""

from tests.torture.plants import buying, crashing, paying

PLANTS = (*buying.PLANTS, *paying.PLANTS, *crashing.PLANTS)
