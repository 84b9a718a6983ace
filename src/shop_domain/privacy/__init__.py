"""A person's data: its export and its erasure."""
