"""Accounts in memory."""
