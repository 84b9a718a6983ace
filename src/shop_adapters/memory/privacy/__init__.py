"""Export and erasure in memory."""
