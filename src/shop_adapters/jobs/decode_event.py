"""Events by their stored names."""

from collections.abc import Iterator

import msgspec

from shop_domain.kernel.events import Event
from shop_domain.kernel.ports import LeasedEvent


class UnknownEvent(Exception):
    """A stored event is of a kind that this version of the shop does not know."""


def decode_event(leased: LeasedEvent) -> Event:
    """Read a stored event; raise UnknownEvent, or ValidationError where its fields are not those of its kind."""
    for kind in _event_types(Event):
        if kind.__name__ == leased.kind:
            return msgspec.convert(leased.body, kind)
    raise UnknownEvent(leased.kind)


def _event_types(kind: type[Event]) -> Iterator[type[Event]]:
    for below in kind.__subclasses__():
        yield below
        yield from _event_types(below)
