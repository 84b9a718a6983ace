"""Payments: attempts to pay, what providers report about them, and refunds."""
