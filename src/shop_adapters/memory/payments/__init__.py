"""Payments in memory."""
