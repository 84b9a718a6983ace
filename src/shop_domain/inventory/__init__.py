"""Stock levels, reservations for orders, and the ledger of every movement."""
