"""Read the settings from the environment, or from `.env`."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
from dotenv import dotenv_values

from shop_adapters.composition.defaults import defaults_for
from shop_adapters.composition.settings import Settings
from shop_adapters.composition.settings_validation import URL_FIELDS, SettingsError, validate_settings

_BOUND: Final = re.compile(r"int ([<>]=) (\d+)")
FIELDS: Final = {field.name: field for field in msgspec.structs.fields(Settings)}


def load_settings(environ: Mapping[str, str] | None = None, *, env_file: Path = Path(".env")) -> Settings:
    """Read the settings of this process; the environment wins over the file.

    Raises SettingsError, whose message is one line that names every variable that is wrong or missing.
    """
    given = {**_file(env_file), **(os.environ if environ is None else environ)}
    texts = {name: given[name.upper()] for name in FIELDS if given.get(name.upper(), "").strip()}
    values, unreadable = _convert_all({**defaults_for(texts), **texts})
    settings = Settings(**values)
    problems = {**validate_settings(settings, given=frozenset(texts)), **unreadable}
    if problems:
        raise SettingsError(problems)
    return settings


def _file(path: Path) -> dict[str, str]:
    return {name: value for name, value in dotenv_values(path).items() if value is not None} if path.is_file() else {}


def _convert_all(texts: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, text in texts.items():
        try:
            values[name] = _convert(name, text.strip())
        except msgspec.ValidationError as error:
            problems[name.upper()] = _error_text(error)
    return values, problems


def _convert(name: str, text: str) -> object:
    wanted = FIELDS[name].type
    if wanted == tuple[str, ...]:
        return _list(text)
    return msgspec.convert(text.rstrip("/") if name in URL_FIELDS else text, wanted, strict=False)


def _list(text: str) -> tuple[str, ...]:
    return tuple(part for part in (item.strip() for item in text.split(",")) if part)


def _error_text(error: msgspec.ValidationError) -> str:
    """Say what was expected, never what was found: it may be a secret in the wrong place."""
    text = str(error)
    if text.startswith("Invalid enum value"):
        return "must be development, production or testing"
    if " matching regex " in text:
        return "is not of the right form"
    expected = text.removeprefix("Expected ").partition(", got ")[0].partition(" - at ")[0].replace("`", "")
    bound = _BOUND.fullmatch(expected)
    if bound is not None:
        return f"must be a whole number of {bound[2]} or {'more' if bound[1] == '>=' else 'less'}"
    return "must be " + {"int": "a whole number", "bool": "true or false"}.get(expected, expected)
