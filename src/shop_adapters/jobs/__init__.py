"""What runs beside the requests: expiry, relay, reconciliation, imports."""
