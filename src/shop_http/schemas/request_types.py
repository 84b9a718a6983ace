"""What requests may say: structures without unknown fields, and texts, lists and numbers with limits."""

from datetime import datetime
from typing import Annotated, Final, NewType

import msgspec
from msgspec import Meta

from shop_domain.kernel.one_line import VISIBLE_CHARACTER


class BodySchema(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A JSON object in a request; a field without a default is required.

    Derive with `class AddItem(Body, frozen=True, kw_only=True)`.

    Every text, list and number in it has limits (a test walks all bodies): use the types below, or `Annotated`.
    Where leaving a field out differs from null, type it `T | UnsetType = UNSET`.
    """


class QuerySchema(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """The query parameters of a route; one of type `tuple[T, ...]` may be given several times."""


REQUIRED: Final = "x-required"
IGNORED: Final = "x-ignored"

Required = Meta(extra_json_schema={REQUIRED: True})
"""Of a field that may be missing for msgspec alone: the domain asks for it, with a message of its own."""

Ignored = Meta(extra_json_schema={IGNORED: True})
"""Of a field that may come along and says nothing; clients are not told of it."""

RawPathParam = NewType("RawPathParam", str)
"""A part of a path that may be any text at all: the service says what is wrong with it."""

RequiredLine = Annotated[str, Meta(min_length=1, max_length=255, pattern=VISIBLE_CHARACTER)]
"""A line of text that says something."""

RequiredShortLine = Annotated[str, Meta(min_length=1, max_length=100, pattern=VISIBLE_CHARACTER)]
"""A name or a label."""

CodeText = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^\S+\Z")]
"""A code, a SKU or the like: no spaces."""

NoteText = Annotated[str, Meta(max_length=2_000)]
"""A note that may be empty."""

Secret = Annotated[str, Meta(min_length=1, max_length=1_024)]
"""A password or a token, as typed."""

Email = Annotated[str, Meta(min_length=3, max_length=254)]
"""An e-mail address; its form is for the domain to judge."""

Slug = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[-a-zA-Z0-9_]+\Z")]
"""A name in a path."""

Amount = Annotated[str, Meta(pattern=r"^[0-9]{1,12}(\.[0-9]{1,4})?\Z", max_length=17)]
"""An amount of money that is not negative, as a decimal text."""

AwareDatetime = Annotated[datetime, Meta(tz=True)]
"""A moment, in UTC where the shop says it; a client may say it in any zone."""

CurrencyCode = Annotated[str, Meta(pattern=r"^[A-Z]{3}\Z")]
"""A currency of ISO 4217."""

CountryCode = Annotated[str, Meta(pattern=r"^[A-Z]{2}\Z")]
"""A country of ISO 3166-1."""

Quantity = Annotated[int, Meta(ge=1, le=999)]
"""How many of a thing are wanted."""

NonNegativeInt = Annotated[int, Meta(ge=0, le=1_000_000_000)]
"""A count that is not negative."""
