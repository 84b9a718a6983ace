"""PayPal: Orders v2, Payments v2 and Webhooks v1."""
