"""Accounts, sessions and the watch over them, in memory."""
