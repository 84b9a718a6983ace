"""What a basket costs, and why: coupons, discounts, tax and totals."""
