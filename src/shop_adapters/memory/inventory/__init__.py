"""Stock in memory."""
