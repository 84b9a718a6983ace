"""Export and erasure in SQL."""
