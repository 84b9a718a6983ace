"""`python -m bench.served`: what `shop serve` does, with the observed application."""

from shop_adapters.cli import serve

if __name__ == "__main__":
    serve.APP = "bench.observed:app"  # type: ignore[misc]
    serve.command()
