"""Coupons as rows, and their uses."""
