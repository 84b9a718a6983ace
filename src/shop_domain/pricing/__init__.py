"""What a cart costs, and why: coupons, discounts, tax and totals."""
