"""Idempotency keys and processed requests in memory."""
