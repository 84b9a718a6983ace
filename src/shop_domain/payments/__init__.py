"""Paying: attempts, what providers say about them, and money given back."""
