"""How does a country write a postal code? Its pattern and its examples tell."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from shop_adapters.addresses.countries import PostalRules

MAX_LENGTH: Final = 20
_DASHES: Final = re.compile(r"\s*[-‐-―−]\s*")  # noqa: RUF001 - dashes of all kinds


def format_postal_code(typed: str, rules: PostalRules) -> str:
    """Write a postal code in its country's form; what fits no form only in plain capitals, without needless space."""
    plain = _plain(typed)
    usual = next((form for form in _forms(plain, rules) if matches_pattern(form, rules)), plain)
    return usual if len(usual) <= MAX_LENGTH else typed.strip()


def matches_pattern(code: str, rules: PostalRules) -> bool:
    """Tell whether the country writes its codes like this; all are right where it has no pattern."""
    return rules.pattern is None or re.fullmatch(rules.pattern, code) is not None


def _plain(typed: str) -> str:
    text = unicodedata.normalize("NFKC", typed).upper()
    return " ".join(_DASHES.sub("-", text).split())


def _forms(plain: str, rules: PostalRules) -> Iterator[str]:
    """Give the ways to write a code, the likeliest first: spaced as an example of its length, as typed, and bare."""
    if rules.pattern is None:
        return
    bare = _bare(plain)
    prefix = _bare(rules.prefix)
    for letters in {bare: None, bare.removeprefix(prefix): None}:
        yield from (_spaced_as(example, letters) for example in rules.examples if len(_bare(example)) == len(letters))
    yield from (plain, bare, bare.removeprefix(prefix))


def _spaced_as(example: str, letters: str) -> str:
    rest = iter(letters)
    return "".join(next(rest) if sign.isalnum() else sign for sign in example)


def _bare(code: str) -> str:
    return "".join(sign for sign in code if sign.isalnum())
