"""Staff's logs and reports in memory."""
