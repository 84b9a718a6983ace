"""Bugs to be planted in a copy of the source: each is what somebody might have written, with the row to notice it."""

from tests.torture.planted_bugs import carts_and_stock as buying
from tests.torture.planted_bugs import crashes as crashing
from tests.torture.planted_bugs import payments as paying

PLANTED_BUGS = (*buying.PLANTED_BUGS, *paying.PLANTED_BUGS, *crashing.PLANTED_BUGS)
