"""What was bought, at what price, and how far it has come."""
