"""Carts in memory."""
