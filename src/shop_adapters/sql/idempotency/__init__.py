"""Idempotency keys and processed requests in SQL."""
