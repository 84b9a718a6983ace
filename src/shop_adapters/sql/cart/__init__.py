"""Carts as rows, and the offers that they are priced with."""
