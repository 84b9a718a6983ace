"""Staff's logs and reports in SQL."""
