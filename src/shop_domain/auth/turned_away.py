"""What is known of a limit without looking it up, and who was refused because of it?"""

from datetime import datetime

import msgspec

from shop_domain.auth.attempts import AttemptType
from shop_domain.auth.model import ClientInfo
from shop_domain.kernel.errors import ShopError


class Recollection(msgspec.Struct, frozen=True, kw_only=True):
    """What a quick memory knows of one subject: until when it is refused, or a ticket to teach it that."""

    until: datetime | None = None
    ticket: str = ""


class TurnedAway(msgspec.Struct, frozen=True, kw_only=True):
    """A try that was refused before a transaction was opened; its row is still to be written."""

    kind: AttemptType
    client: ClientInfo
    typed: str
    at: datetime
    refusal: ShopError
