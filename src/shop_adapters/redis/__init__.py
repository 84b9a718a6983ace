"""What a Redis, or whatever speaks like one, makes faster. The shop is right without it."""
