"""Coupons in memory."""
