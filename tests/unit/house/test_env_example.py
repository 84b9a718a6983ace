"""The example of settings is what the settings themselves say."""

from pathlib import Path

from shop_adapters.composition.env_example import env_example

ROOT = Path(__file__).parents[3]


def test_the_example_file_is_generated_from_the_settings():
    assert (ROOT / ".env.example").read_text() == env_example()
