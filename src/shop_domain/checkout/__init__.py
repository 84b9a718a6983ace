"""Checkout: from a cart to a paid order, and back to the cart where it fails."""
