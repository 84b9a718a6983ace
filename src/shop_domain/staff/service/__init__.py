"""What staff do."""
