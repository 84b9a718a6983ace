"""The example file is what the settings say."""

from pathlib import Path

from shop_adapters.composition.env_example import env_example

EXAMPLE = Path(__file__).parents[3] / ".env.example"


def test_the_example_file_is_up_to_date():
    assert EXAMPLE.read_text() == env_example(), (
        "write it anew with: .venv/bin/shop settings --env-example > .env.example"
    )
