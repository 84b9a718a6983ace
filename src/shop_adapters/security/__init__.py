"""Hashing, tokens and unpredictable bytes."""
