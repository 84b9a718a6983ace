"""When does a product answer a search, and how well?

Words are folded the same way when a product is stored and when a shopper asks, so every storage finds the same:
"camis* algodon" finds "Camiseta niño algodón". Whatever is not a letter or a digit only separates words, so nothing
that a shopper types is ever an operator.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

import msgspec

MAX_QUERY_WORDS: Final = 12
MAX_WORD_LENGTH: Final = 40
MAX_INDEXED_WORDS: Final = 400
_WORD: Final = re.compile(r"[^\W_]+")


class SearchText(msgspec.Struct, frozen=True, kw_only=True):
    """The folded words of a product, each once, with single spaces between them."""

    name: str
    """Those of its name, in their order: lists by name are sorted by it."""
    everything: str
    """Those of its name and of all else that is searched."""


class SearchWords(msgspec.Struct, frozen=True):
    """What a shopper asked for: every one of these must begin a word of the product."""

    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words)


def fold(text: str) -> str:
    """Take case and accents away; "Größe" and "GROSSE" become the same."""
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in spread if not unicodedata.combining(char))


def tokenize(text: str) -> tuple[str, ...]:
    """Read the folded words of a text, in order, long ones cut."""
    return tuple(word[:MAX_WORD_LENGTH] for word in _WORD.findall(fold(text)))


def parse_query(text: str) -> SearchWords:
    """Read a shopper's words; a trailing `*` is welcome and changes nothing, since words match by their beginning."""
    return SearchWords(tuple(dict.fromkeys(tokenize(text)))[:MAX_QUERY_WORDS])


def build_search_text(name: str, others: Iterable[str]) -> SearchText:
    """Gather what a product is found by."""
    named = tokenize(name)
    everything = dict.fromkeys(named)
    for other in others:
        everything.update(dict.fromkeys(tokenize(other)))
    return SearchText(name=" ".join(named), everything=" ".join(list(everything)[:MAX_INDEXED_WORDS]))


def matches(text: SearchText, query: SearchWords) -> bool:
    """Tell whether each word that was asked for begins some word of the product."""
    return _all_begin(text.everything, query)


def relevance(text: SearchText, query: SearchWords) -> int:
    """Rank an answer: 1 where its name alone answers, 0 where the rest of it was needed."""
    return int(_all_begin(text.name, query))


def _all_begin(text: str, asked: SearchWords) -> bool:
    words = text.split(" ")
    return all(any(word.startswith(wanted) for word in words) for wanted in asked.words)
