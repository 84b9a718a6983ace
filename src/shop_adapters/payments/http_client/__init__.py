"""A resilient HTTP client for payment providers."""
