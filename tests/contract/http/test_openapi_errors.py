"""Error codes are a contract: catalogued, one meaning each, and documented where they may come."""

from pathlib import Path

import pytest

from shop_http.documentation.error_catalogue import _all_errors, error_catalogue
from shop_http.documentation.error_schemas import message_of

PAGE = Path(__file__).parents[3] / "docs/errors.md"
ERRORS = [error for error in _all_errors() if not error.__module__.startswith("tests")]


def test_the_catalogue_of_error_codes_is_current():
    assert PAGE.read_text() == error_catalogue(), "run `python -m shop_http.documentation.error_catalogue`"


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_every_refusal_says_what_it_means(error):
    assert error.code == error.code.lower().replace("-", "_").replace(" ", "_")
    assert message_of(error).endswith((".", "!", "?")) or error.code in SEED_WORDS
    assert (error.__doc__ or "").strip()


SEED_WORDS = {"session_terminated", "no_active_session", "token_not_valid", "token_reused"}
"""Their words are fixed without a full stop."""
